using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>The ties of a chat request to routes. It also makes the request's messages readable for each route. Immutable.</summary>
internal sealed class StateClaim
{
    private readonly StateOwners _owners;
    private readonly bool _hasParts;

    private StateClaim(RequestAffinity affinity, bool hasParts, StateOwners owners)
    {
        Affinity = affinity;
        _hasParts = hasParts;
        _owners = owners;
    }

    public RequestAffinity Affinity { get; }

    /// <param name="messages">The request's messages.</param>
    /// <param name="options">Its options.</param>
    /// <param name="wishes">The request's own settings.</param>
    /// <param name="named">The only route that it names; null for any.</param>
    /// <param name="owners">The owners of provider state.</param>
    /// <returns>Null for a request that any route may take as it is.</returns>
    public static StateClaim? Of(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RequestRouting? wishes, int? named, StateOwners owners)
    {
        bool hasParts = owners.AreMany && HasParts(messages);
        return hasParts || named is not null || IsBinding(options) ? new(AffinityOf(messages, options, wishes, named, hasParts, owners), hasParts, owners) : null;
    }

    /// <summary>The messages as the route can read them. Where it holds the conversation, parts of an unknown maker are its own.</summary>
    public IReadOnlyList<ChatMessage> MessagesFor(int route, IReadOnlyList<ChatMessage> messages)
    {
        if (!_hasParts)
            return messages;
        bool isBound = Affinity.IsBoundAt(route);
        return PortableMessages.For(messages, content => _owners.IsForeign(content, route) ?? (isBound ? false : null));
    }

    /// <summary>Whether the options continue something that a provider keeps.</summary>
    public static bool IsBinding(ChatOptions? options) => options is { ContinuationToken: not null } or { ConversationId.Length: > 0 };

    private static RequestAffinity AffinityOf(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RequestRouting? wishes, int? named, bool hasParts, StateOwners owners)
    {
        bool isBound = IsBinding(options);

        // Without messages a restart has no conversation.
        bool mayRestart = isBound && wishes is { RestartElsewhere: true } && messages.Count > 0;
        ulong owning = isBound ? OwnersOf(options!, named, owners) : owners.All;
        ulong preferred = mayRestart ? owning : hasParts ? MakerOfTurn(messages, owners) : 0;
        return new(named is { } only ? 1UL << only : owners.All, owning, preferred)
        {
            IsBound = isBound,
            IsPoll = options?.ContinuationToken is not null,
            MayRestart = mayRestart,
        };
    }

    /// <summary>A response is a part of its conversation, and more exact. State of an unknown maker belongs to the named route, since the caller knows it.</summary>
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
            if (messages[i] is { } message && HasParts(message.Contents))
                return true;
        return false;
    }

    private static bool HasParts(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
            if (contents[i] is { } content && PortableMessages.IsBoundToMaker(content))
                return true;
        return false;
    }

    /// <summary>The route that called the tools whose results come last, or asked for leave to. The last result with a known maker decides.</summary>
    private static ulong MakerOfTurn(IReadOnlyList<ChatMessage> messages, StateOwners owners)
    {
        IList<AIContent> last = messages is [.., { } message] ? message.Contents : [];
        for (int i = last.Count - 1; i >= 0; i--)
            if (last[i] is ToolResultContent or InputResponseContent && MakerOfCall(last[i], messages, owners) is { } maker)
                return 1UL << maker;
        return 0;
    }

    /// <summary>The call has a mark, and its result has not. Without the call, the id is known or not.</summary>
    private static int? MakerOfCall(AIContent result, IReadOnlyList<ChatMessage> messages, StateOwners owners)
    {
        string? id = ForeignParts.IdOf(result);
        for (int i = messages.Count - 2; i >= 0; i--)
            if (messages[i]?.Contents.LastOrDefault(content => content is ToolCallContent or InputRequestContent && string.Equals(ForeignParts.IdOf(content), id, StringComparison.Ordinal)) is { } call)
                return owners.MakerOf(call);
        return owners.MakerOf(result);
    }
}
