namespace CapacityRouting.Simulation;

/// <summary>A fault of a simulated provider for some time.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Kind">The kind of fault.</param>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>When the fault begins, since the start of the run. Default: at once.</summary>
    public TimeSpan From { get; init; }

    /// <summary>When the fault ends, since the start of the run. Default: never.</summary>
    public TimeSpan Until { get; init; } = TimeSpan.MaxValue;

    /// <summary>The share of calls that the fault strikes while it lasts, 0 to 1. Default: all.</summary>
    public double Share { get; init; } = 1;

    /// <summary>The period of a flapping provider, which is down in the first half of each period. Default: zero, down all the time.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>The factor of the times in a brown-out. Default: 10.</summary>
    public double Slowness { get; init; } = 10;

    /// <summary>The wait that a stray refusal states; null for none. Default: 1 second.</summary>
    public TimeSpan? Wait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The silence of a hang or a stall. Default: 100 seconds, a patient client's own limit.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The fault strikes every so many-th call of the workload when it first comes, instead of a share of all requests; at least 1. Default: null, by <see cref="Share"/>.</summary>
    public int? EveryNth { get; init; }

    /// <summary>Whether the fault is active at a moment.</summary>
    /// <param name="moment">The moment, since the start of the run.</param>
    public bool Covers(TimeSpan moment) =>
        moment >= From && moment < Until && (Period <= TimeSpan.Zero || (moment - From).Ticks % Period.Ticks < Period.Ticks / 2);
}
