using Microsoft.Extensions.AI;

namespace CapacityRouting.Ownership;

/// <summary>
/// What ties one request to routes: what it is bound to, where it had best go, and what of it only some routes can read. Ordinary requests have none.
/// Immutable; routes are known by their indexes.
/// </summary>
internal sealed class StateClaim
{
    private readonly StateOwners _owners;
    private readonly bool _hasParts;
    private readonly ulong _named;
    private readonly ulong _owning;
    private readonly ulong _preferred;

    private StateClaim(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RequestRouting? wishes, int? named, bool hasParts, StateOwners owners)
    {
        _owners = owners;
        _hasParts = hasParts;
        _named = named is { } only ? 1UL << only : owners.All;
        IsBound = IsBinding(options);
        IsPoll = options?.ContinuationToken is not null;

        // Without messages there is nothing to begin anew with.
        MayRestart = IsBound && wishes is { RestartElsewhere: true } && messages.Count > 0;
        _owning = IsBound ? OwnersOf(options!, named, owners) : owners.All;
        _preferred = MayRestart ? _owning : hasParts ? MakerOfTurn(messages, owners) : 0;
    }

    /// <summary>Whether it goes on with a conversation or a background response that its provider keeps.</summary>
    public bool IsBound { get; }

    /// <summary>Whether it asks for the rest of an answer, and is no new request.</summary>
    public bool IsPoll { get; }

    /// <summary>Whether it may be begun anew on a route that it is not bound to.</summary>
    public bool MayRestart { get; }

    /// <summary>Whether nobody knows what it is bound to.</summary>
    public bool IsUnknown => _owning == 0 && !MayRestart;

    /// <param name="messages">The request's messages.</param>
    /// <param name="options">Its options.</param>
    /// <param name="wishes">Its own wishes.</param>
    /// <param name="named">The only route that it wants; null for any.</param>
    /// <param name="owners">Who owns what.</param>
    /// <returns>Null for a request that any route may take as it is.</returns>
    public static StateClaim? Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RequestRouting? wishes, int? named, StateOwners owners)
    {
        bool hasParts = owners.KnowAny && HasParts(messages);
        return hasParts || named is not null || IsBinding(options) ? new(messages, options, wishes, named, hasParts, owners) : null;
    }

    /// <summary>Whether the route may take it at all.</summary>
    public bool Allows(int route) => Has(MayRestart ? _named : _named & _owning, route);

    /// <summary>Whether the route is to be asked before all others: it began the turn, or holds the conversation.</summary>
    public bool Prefers(int route) => Has(_preferred, route);

    /// <summary>Whether the route has what the request is bound to; on any other it is begun anew.</summary>
    public bool IsBoundAt(int route) => IsBound && Has(_owning, route);

    /// <summary>Whether it is a poll there; on any other route it is a new request.</summary>
    public bool IsPollAt(int route) => IsPoll && Has(_owning, route);

    /// <summary>The messages as the route can read them.</summary>
    public IReadOnlyList<ChatMessage> MessagesFor(int route, IReadOnlyList<ChatMessage> messages) =>
        _hasParts ? PortableMessages.For(messages, content => _owners.IsForeign(content, route)) : messages;

    private static bool Has(ulong routes, int route) => (routes & (1UL << route)) != 0;

    /// <summary>Whether options go on with something that a provider keeps.</summary>
    public static bool IsBinding(ChatOptions? options) => options is { ContinuationToken: not null } or { ConversationId.Length: > 0 };

    /// <summary>A response is a part of its conversation, and more exact. What nobody knows is the named route's: the caller does.</summary>
    private static ulong OwnersOf(ChatOptions options, int? named, StateOwners owners)
    {
        ulong known = owners.OwnersOf(StateKey.OfToken(options.ContinuationToken));
        if (known == 0)
            known = owners.OwnersOf(StateKey.OfConversation(options.ConversationId));
        return known == 0 && named is { } only ? 1UL << only : known;
    }

    private static bool HasParts(IReadOnlyList<ChatMessage> messages)
    {
        for (int i = 0; i < messages.Count; i++)
            if (messages[i] is { } message && StateKey.IsIn(message.Contents))
                return true;
        return false;
    }

    /// <summary>The route that called the tools whose results come last, or asked for leave to. Ids may collide: then the last result that somebody knows decides.</summary>
    private static ulong MakerOfTurn(IReadOnlyList<ChatMessage> messages, StateOwners owners)
    {
        IList<AIContent> last = messages is [.., { } message] ? message.Contents : [];
        for (int i = last.Count - 1; i >= 0; i--)
            if (last[i] is ToolResultContent or InputResponseContent && owners.MakerOf(StateKey.Of(last[i])) is { } maker)
                return 1UL << maker;
        return 0;
    }
}
