namespace CapacityRouting.Queue.Models;

/// <summary>Makes routers and their options.</summary>
internal static class Routers
{
    /// <summary>Longer than any figure takes.</summary>
    public static TimeSpan Endless { get; } = TimeSpan.FromDays(7);

    /// <summary>Options under which no attempt has a timer and every call waits as long as it must.</summary>
    public static CapacityRoutingOptions Options() => new()
    {
        MaxWait = Endless,
        RandomSeed = 1,
        Timeouts = new() { FirstToken = TimeLimit.None, Idle = TimeLimit.None, Total = TimeLimit.None },
    };

    public static CapacityAwareChatClient Over(StubModel model, CapacityLimits limits, TimeProvider? time = null) =>
        new([new ModelRoute("a", model) { Limits = limits }], Options(), time);

    public static ICapacityMonitor MonitorOf(CapacityAwareChatClient client) => (ICapacityMonitor)client.GetService(typeof(ICapacityMonitor))!;
}
