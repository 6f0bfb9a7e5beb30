namespace CapacityRouting.Storm.Plans;

/// <summary>How often each fault comes, compared with the others.</summary>
internal sealed class FaultWeights
{
    private static readonly (StormFault Kind, int Weight)[] Common =
    [
        (StormFault.Refused, 40), (StormFault.Reset, 40), (StormFault.RateLimitedForASecond, 2), (StormFault.ServerError, 40), (StormFault.Unavailable, 2), (StormFault.Overloaded, 2),
        (StormFault.Cut, 160), (StormFault.ErrorEvent, 120), (StormFault.EndsEarly, 120), (StormFault.SwallowedError, 80),
        (StormFault.CutAfterFinish, 30), (StormFault.TextAfterFinish, 20), (StormFault.NoUsage, 20),
    ];

    // What shuts a route for a while: so often that the others would have little to do.
    private static readonly (StormFault Kind, int Weight)[] Limits =
        [(StormFault.RateLimited, 20), (StormFault.RateLimitedForASecond, 40), (StormFault.Unavailable, 20), (StormFault.Overloaded, 20), (StormFault.Unauthorized, 1)];

    // What is waited for: cheap where time is virtual, and dear where it is not.
    private static readonly StormFault[] Waits = [StormFault.Silence, StormFault.Stall, StormFault.Endless, StormFault.StallAfterFinish];

    private static readonly (StormFault Kind, int Weight)[] Impossible = [.. Waits.Select(kind => (kind, 40)), (StormFault.SpentStream, 30), (StormFault.NullUpdate, 30), (StormFault.CurrentThrows, 30)];

    private readonly StormFault[] _all;

    private FaultWeights(IEnumerable<(StormFault Kind, int Weight)> weights) =>
        _all = [.. weights.SelectMany(each => Enumerable.Repeat(each.Kind, each.Weight))];

    /// <summary>In virtual time, where a client may do what no SDK does.</summary>
    public static FaultWeights Virtual { get; } = new([.. Common, .. Impossible]);

    /// <summary>The same, with providers that turn many calls away.</summary>
    public static FaultWeights VirtualLimits { get; } = new([.. Common, .. Impossible, .. Limits]);

    /// <summary>Over real sockets, in real time.</summary>
    public static FaultWeights Http { get; } = new([.. Common, .. Waits.Select(kind => (kind, 1))]);

    public StormFault Draw(Random random) => _all[random.Next(_all.Length)];
}
