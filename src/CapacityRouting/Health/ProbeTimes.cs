using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// The time to the next probe: a sixteenth of how long the outage has lasted, within the settings, with jitter. After an outage of 20 s a route is back within four
/// seconds, after one of ten minutes within half a minute.
/// </summary>
/// <remarks>
/// A doubled time can make an outage twice as long as it was. A fixed share adds that share at most, at the price of more probes, one at a time.
/// A probe that is silent is followed by the next one after the same time as one that has failed.
/// </remarks>
internal sealed class ProbeTimes(CircuitBreakerSettings settings, Clock clock, Jitter jitter)
{
    private const double Share = 1.0 / 16;
    private const double LeastOfShare = 0.75;

    // Seldom enough for three probes in ten times the first wait, and often enough to be back within four times.
    private const double LeastOfFirst = 2.4;

    private readonly long _longest = clock.ToTicks(settings.MaxBreakDuration);

    /// <summary>The wait before the first probe, in ticks.</summary>
    public long First { get; } = clock.ToTicks(settings.BreakDuration);

    /// <summary>The shortest wait after a probe, in ticks.</summary>
    public long Shortest { get; } = Math.Min(clock.ToTicks(settings.BreakDuration * LeastOfFirst), clock.ToTicks(settings.MaxBreakDuration));

    /// <summary>The wait from a probe's start to the next one, in ticks.</summary>
    /// <param name="outage">How long the circuit has been open, in ticks. Less than zero, on a clock that went back, counts as zero.</param>
    public long Wait(long outage)
    {
        double share = Math.Max(0, outage) * Share * (LeastOfShare + ((1 - LeastOfShare) * jitter.Next()));
        return Math.Min(Math.Max((long)share, Shortest), _longest);
    }
}
