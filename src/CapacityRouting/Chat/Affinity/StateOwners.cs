using CapacityRouting.Atomics;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// The owners of provider state. Every answer adds to it, and every request that brings state back reads it. A route
/// is an index here. Where all routes see each other's state, there is nothing to remember.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StateOwners
{
    private readonly StateMap _map;
    private readonly Clock _clock;
    private readonly IReadOnlyList<string> _names;
    private StateGroups _groups;

    /// <param name="names">The name of each route, in the user's order.</param>
    /// <param name="groups">The group of each route, in the user's order; null for a route that keeps to itself.</param>
    /// <param name="options">The bounds of the memory, in entries and in time.</param>
    /// <param name="clock">The time.</param>
    public StateOwners(IReadOnlyList<string> names, IReadOnlyList<string?> groups, CapacityRoutingOptions options, Clock clock)
    {
        _names = names;
        _map = new(clock);
        _clock = clock;
        _groups = new(groups);
        Change(groups, options);
    }

    /// <summary>Every route, one bit each.</summary>
    public ulong All => Groups.All;

    /// <summary>Whether there are owners to tell apart.</summary>
    public bool AreMany => Groups.AreMany;

    private StateGroups Groups => Atomic.VolatileRead(in _groups);

    /// <summary>Puts changed settings in force. The owners stay known.</summary>
    public void Change(IReadOnlyList<string?> groups, CapacityRoutingOptions options)
    {
        Atomic.VolatileWrite(ref _groups, new StateGroups(groups));
        _map.Change(options.MaxStateEntries, _clock.ToTicks(options.StateExpiry));
    }

    /// <summary>Notes the answer of a route.</summary>
    public void Keep(int route, ChatResponse response)
    {
        if (!AreMany)
            return;
        Note(route, StateKey.OfConversation(response.ConversationId));
        for (int i = 0; i < response.Messages.Count; i++)
            if (response.Messages[i] is { } message)
                Keep(route, message.Contents, conversationId: null);
        KeepToken(route, response.ContinuationToken);
    }

    /// <summary>Notes contents of a route's answer, and marks them. It allocates nothing where there is nothing to remember.</summary>
    public void Keep(int route, IList<AIContent> contents, string? conversationId)
    {
        if (!AreMany)
            return;
        Note(route, StateKey.OfConversation(conversationId));
        for (int i = 0; i < contents.Count; i++)
            if (contents[i] is { } content && PortableMessages.IsBoundToMaker(content))
                Keep(route, content);
    }

    /// <summary>Notes that the response behind this token goes on at the route.</summary>
    public void KeepToken(int route, ResponseContinuationToken? token)
    {
        if (token is not null && AreMany)
            Note(route, StateKey.OfToken(token));
    }

    /// <returns>The index of the route that made it; null when unknown.</returns>
    public int? MakerOf(StateKey? made) => made is { } key && AreMany ? _map.MakerOf(key) : null;

    /// <returns>The routes that can use it; none when the maker is unknown.</returns>
    public ulong OwnersOf(StateKey? made) =>
        !AreMany ? All : MakerOf(made) is { } maker ? Groups.Of(maker) : 0;

    /// <returns>The index of the route that made a content, by its mark or by memory; null when unknown.</returns>
    public int? MakerOf(AIContent content) => AreMany ? MarkedMakerOf(content) ?? MakerOf(StateKey.Of(content)) : null;

    /// <returns>Whether only other routes can use a content; null when its maker is unknown.</returns>
    public bool? IsForeign(AIContent content, int route) => MakerOf(content) is { } maker ? (Groups.Of(maker) & (1UL << route)) == 0 : null;

    /// <summary>Whether some part is bound to its maker, and it is not known that the route can use it.</summary>
    public bool MayLackAny(IReadOnlyList<ChatMessage> messages, int route)
    {
        for (int i = 0; AreMany && i < messages.Count; i++)
            if (messages[i] is { } message && message.Contents.Any(content => content is not null && PortableMessages.IsBoundToMaker(content) && IsForeign(content, route) is not false))
                return true;
        return false;
    }

    /// <summary>Forgets the makers of what the options continue.</summary>
    public void Forget(ChatOptions? options)
    {
        if (StateKey.OfToken(options?.ContinuationToken) is { } token)
            _map.Remove(token);
        if (StateKey.OfConversation(options?.ConversationId) is { } conversation)
            _map.Remove(conversation);
    }

    private int? MarkedMakerOf(AIContent content)
    {
        string? name = MakersMark.In(content);
        for (int route = 0; name is not null && route < _names.Count; route++)
            if (string.Equals(_names[route], name, StringComparison.OrdinalIgnoreCase))
                return route;
        return null;
    }

    private void Keep(int route, AIContent content)
    {
        MakersMark.Put(content, _names[route]);
        if (content is not (ToolResultContent or InputResponseContent))
            Note(route, StateKey.Of(content));
    }

    private void Note(int route, StateKey? made)
    {
        if (made is { } key)
            _map.Note(key, route);
    }
}
