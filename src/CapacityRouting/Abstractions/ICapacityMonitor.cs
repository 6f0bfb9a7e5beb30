using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Shows the state of a router, without changing it. Get it with <c>client.GetService&lt;ICapacityMonitor&gt;()</c>.</summary>
/// <remarks>Thread-safe, and cheap enough to call every second.</remarks>
/// <example>
/// <code>
/// ICapacityMonitor monitor = client.GetService&lt;ICapacityMonitor&gt;()!;
/// foreach (RouteSnapshot route in monitor.GetSnapshot().Routes)
///     Console.WriteLine($"{route.Name}: {route.InFlight} calls, {route.Circuit}");
///
/// RoutingExplanation next = monitor.Explain([new(ChatRole.User, "Why is the sky blue?")]);
/// Console.WriteLine($"would go to {next.Route ?? "no route"} in {next.Wait}");
/// </code>
/// </example>
public interface ICapacityMonitor
{
    /// <summary>The state of every route now, in the order of preference.</summary>
    /// <returns>The snapshot.</returns>
    CapacitySnapshot GetSnapshot();

    /// <summary>The route that a request would get now, and the reasons against the others. Nothing is sent, and no capacity is taken.</summary>
    /// <param name="messages">The messages of the request.</param>
    /// <param name="options">The options of the request, or null.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="messages"/> is null.</exception>
    /// <exception cref="ArgumentException">The request's own settings (<see cref="RequestRouting"/>) are wrong; the message lists every error.</exception>
    RoutingExplanation Explain(IEnumerable<ChatMessage> messages, ChatOptions? options = null);
}
