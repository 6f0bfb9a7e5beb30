namespace CapacityRouting.Simulation;

/// <summary>Something that goes wrong with a simulated provider for some time. Immutable.</summary>
/// <param name="Kind">What goes wrong.</param>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>When it begins, since the start of the run. Default: at once.</summary>
    public TimeSpan From { get; init; }

    /// <summary>When it is over. Default: never.</summary>
    public TimeSpan Until { get; init; } = TimeSpan.MaxValue;

    /// <summary>The share of calls that it strikes while it lasts, 0 to 1. Default: all.</summary>
    public double Share { get; init; } = 1;

    /// <summary>For a flapping provider: it is down in the first half of each such period. Default: zero, down all the time.</summary>
    public TimeSpan Period { get; init; }

    /// <summary>For a brown-out: what times are multiplied by. Default: 10.</summary>
    public double Slowness { get; init; } = 10;

    /// <summary>Whether it is at work at a moment.</summary>
    /// <param name="moment">The moment, since the start of the run.</param>
    public bool Covers(TimeSpan moment) =>
        moment >= From && moment < Until && (Period <= TimeSpan.Zero || (moment - From).Ticks % Period.Ticks < Period.Ticks / 2);
}
