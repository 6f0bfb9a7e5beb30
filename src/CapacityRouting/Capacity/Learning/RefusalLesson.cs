using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Learning;

/// <summary>
/// The estimate of a limit's rate after a refusal. The bucket is reconciled at one refusal. Until the next refusal it drifts by the
/// difference of the two rates. So the second refusal measures the true rate; the first one only says that it is lower.
/// </summary>
/// <remarks>
/// The true rate is <c>r = (A + i2 - i1) / ((t2 - t1) + (w2 - w1))</c>. A is the units accepted in between, i what each refused call would have taken, t the times of the
/// refusals, w the stated waits. The drift is <c>(rate - r) * ((t2 - t1) + (w2 - w1))</c>,
/// as a stated wait is converted to units by the rate and not by r. The estimate is never accepted / elapsed, which measures demand. Nor is it below that, unless the
/// refusals state what is left: the provider has accepted that much.
/// </remarks>
internal static class RefusalLesson
{
    // As TCP CUBIC (RFC 9438, section 4.6). The decrease is less than a half, as the growth returns soon to the last good rate.
    private const double Decrease = 0.7;

    // One measurement must not shut a route: a refusal may come from a burst of other traffic.
    private const double Least = 0.5;

    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(2);

    /// <param name="limit">The limit as estimated so far.</param>
    /// <param name="since">The drift since the bucket was last reconciled at a refusal; null when it was not, or has been full since.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="clock">The clock of that reading.</param>
    public static RateEstimate Of(RateLimit limit, RefusalDrift? since, long now, Clock clock)
    {
        if (since is not { Ticks: > 0 } measured || measured.Ticks > clock.ToTicks(Memory))
        {
            // An estimate grows only when a take finds too little. If no take did lately, the growth is applied here.
            long good = limit.Terms.Grown(now, clock).InForce ?? limit.Limit;
            return new(Decrease * good, good, now);
        }

        double rate = limit.Limit - (measured.Units / measured.Ticks * limit.WindowTicks);
        double believed = Math.Min(Math.Max(rate, Math.Max(Least * limit.Limit, measured.Accepted)), limit.Limit);
        return new(believed, believed, now);
    }
}

/// <summary>The drift of a bucket from the provider's between two refusals.</summary>
/// <param name="Units">The units by which the bucket was above what the provider had left.</param>
/// <param name="Ticks">The time of the drift: from the end of the first refusal's stated wait to the end of the second's.</param>
/// <param name="Accepted">The rate of accepted calls in between, in units per window; zero where the refusals themselves state what is left.</param>
internal readonly record struct RefusalDrift(double Units, long Ticks, double Accepted);
