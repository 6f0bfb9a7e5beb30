using Microsoft.Extensions.AI;

namespace CapacityRouting.Ownership;

/// <summary>A conversation as a route can read it that did not make all of it. Pure.</summary>
internal static class PortableMessages
{
    /// <param name="messages">The conversation.</param>
    /// <param name="isForeign">Whether the route cannot make sense of a content.</param>
    /// <returns>The very same list when nothing is foreign.</returns>
    public static IReadOnlyList<ChatMessage> For(IReadOnlyList<ChatMessage> messages, Func<AIContent, bool> isForeign)
    {
        _ = isForeign;
        return messages;
    }
}
