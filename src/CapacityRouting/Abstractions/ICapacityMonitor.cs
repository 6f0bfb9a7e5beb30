using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Shows what a router knows, without changing anything. From <c>client.GetService&lt;ICapacityMonitor&gt;()</c>.</summary>
/// <remarks>Thread-safe, and cheap enough to call every second.</remarks>
public interface ICapacityMonitor
{
    /// <summary>How every route is right now, in the order of preference.</summary>
    CapacitySnapshot GetSnapshot();

    /// <summary>Where a request would go right now, and why not elsewhere. Nothing is sent and nothing is taken.</summary>
    /// <param name="messages">The messages it would have.</param>
    /// <param name="options">The options it would have.</param>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is null.</exception>
    RoutingExplanation Explain(IEnumerable<ChatMessage> messages, ChatOptions? options = null);
}
