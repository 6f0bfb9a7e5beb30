using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// The time to the next probe: a sixteenth of how long the outage has lasted, within the settings, with jitter. After an outage of 20 s a route is back within a
/// second or two, after one of ten minutes within half a minute.
/// </summary>
/// <remarks>A doubled time can make an outage twice as long as it was. A fixed share adds that share at most, at the price of more probes, one at a time.</remarks>
internal sealed class ProbeTimes(CircuitBreakerSettings settings, Clock clock, Jitter jitter)
{
    private const double Share = 1.0 / 16;
    private const double LeastOfShare = 0.75;

    // A probe that hangs costs its caller more than one that is refused.
    private const int FirstUnanswered = 3;

    private readonly long _longest = clock.ToTicks(settings.MaxBreakDuration);

    /// <summary>The first wait, in ticks.</summary>
    public long First { get; } = clock.ToTicks(settings.BreakDuration);

    /// <summary>The wait after a probe that has failed, in ticks.</summary>
    /// <param name="outage">How long the circuit has been open, in ticks. Less than zero, on a clock that went back, counts as zero.</param>
    public long Wait(long outage) => Math.Clamp((long)(Math.Max(0, outage) * Share * (LeastOfShare + ((1 - LeastOfShare) * jitter.Next()))), First, _longest);

    /// <summary>The wait after a probe from which nothing has been heard.</summary>
    public long WaitUnanswered(long outage) => Math.Max(Wait(outage), Math.Min(FirstUnanswered * First, _longest));
}
