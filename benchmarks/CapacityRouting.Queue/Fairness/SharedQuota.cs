using CapacityRouting.Queue.Models;
using CapacityRouting.Queue.Running;
using CapacityRouting.Simulation;

namespace CapacityRouting.Queue.Fairness;

/// <summary>Two routers that draw on one quota: ten callers on one, some on the other.</summary>
internal sealed record SharedQuota(string Name, CapacityLimits Limits, int Callers, TimeSpan Duration)
{
    private const int OnTheFirst = 10;

    // Half of the slots is two of four. With fewer than four callers a router is seldom backlogged.
    private static readonly int[] EnoughForSlots = [5, 10];
    private static readonly int[] EnoughForBucket = [1, 2, 5, 10];

    public static SharedQuota[] All { get; } =
    [
        .. EnoughForBucket.Select(callers => new SharedQuota($"60 calls a minute, 10 callers and {callers}", new() { RequestsPerMinute = 60 }, callers, TimeSpan.FromMilliseconds(100))),
        .. EnoughForSlots.Select(callers => new SharedQuota($"4 slots, 10 callers and {callers}", new() { MaxConcurrentRequests = 4 }, callers, TimeSpan.FromSeconds(1))),
    ];

    public Dictionary<string, double> Measure(TimeAllowance allowance)
    {
        VirtualTime time = new();
        CapacityQuota quota = new("shared", Limits);
        CapacityAwareChatClient[] clients = [Over(quota, time), Over(quota, time)];
        CallScript script = new(50, 50, Duration);
        PartyRun run = new(time, clients, [new(OnTheFirst, script), new(Callers, script)]);
        run.Run(allowance);
        return new()
        {
            ["a"] = run.TokensServed[0],
            ["b"] = run.TokensServed[1],
            ["difference"] = run.Difference,
            ["longest"] = run.LongestWait.Max().TotalSeconds,
            ["least"] = run.TokensServed.Min(),
        };
    }

    private static CapacityAwareChatClient Over(CapacityQuota quota, VirtualTime time) =>
        new([new ModelRoute("a", StubModel.Scripted(time)) { Quota = quota }], Routers.Options(), time);
}
