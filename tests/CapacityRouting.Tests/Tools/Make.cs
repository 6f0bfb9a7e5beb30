using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Tools;

/// <summary>Makes routers over clients whose routes are named a, b, c and so on.</summary>
internal static class Make
{
    public static CapacityAwareChatClient Router(params IChatClient[] clients) => Router(new CapacityRoutingOptions(), clients);

    public static CapacityAwareChatClient Router(CapacityRoutingOptions options, params IChatClient[] clients) =>
        Router(new FakeTimeProvider(), options, clients);

    public static CapacityAwareChatClient Router(TimeProvider time, params IChatClient[] clients) => Router(time, new(), clients);

    public static CapacityAwareChatClient Router(TimeProvider time, CapacityRoutingOptions options, params IChatClient[] clients) =>
        new(Routes(clients), options, time);

    public static CapacityAwareChatClient Router(TimeProvider time, params ModelRoute[] routes) => new(routes, timeProvider: time);

    public static CapacityAwareChatClient Router(TimeProvider time, CapacityRoutingOptions options, params ModelRoute[] routes) => new(routes, options, time);

    public static CapacityAwareChatClient Router(ILoggerFactory log, params IChatClient[] clients) =>
        new(Routes(clients), timeProvider: new FakeTimeProvider(), loggerFactory: log);

    public static IEnumerable<ModelRoute> Routes(params IChatClient[] clients) =>
        clients.Select((client, index) => new ModelRoute(((char)('a' + index)).ToString(), client));

    /// <summary>No timer runs.</summary>
    public static CapacityRoutingOptions Untimed() => new()
    {
        Timeouts = new() { FirstToken = TimeLimit.None, Idle = TimeLimit.None, Total = TimeLimit.None },
    };
}
