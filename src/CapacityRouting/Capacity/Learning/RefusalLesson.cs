using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Learning;

/// <summary>
/// What a refusal teaches of a limit's rate. A bucket that is held to the provider's count at one refusal drifts from it until the next by the
/// difference of their rates, so the second one measures the true rate; a first one only says that it is lower.
/// </summary>
/// <remarks>
/// In the units that were accepted in between (A), what the two refused calls would have taken (i) and the waits that were stated (w) this is
/// <c>r = (A + i2 - i1) / ((t2 - t1) + (w2 - w1))</c>: the drift is <c>(rate - r) * ((t2 - t1) + (w2 - w1))</c>,
/// since a stated wait is reckoned in units by the rate and not by r. It is never accepted / elapsed: that measures demand. Nor is it ever less, unless the
/// refusals tell what is left: the provider has accepted that much.
/// </remarks>
internal static class RefusalLesson
{
    // As TCP CUBIC (RFC 9438, section 4.6): it gives way by less than a half, for it comes back to what was good soon.
    private const double Decrease = 0.7;

    // One measurement must not shut a route: a refusal may come from somebody else's burst.
    private const double Least = 0.5;

    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(2);

    /// <param name="limit">The limit as it is taken for.</param>
    /// <param name="since">What has happened since the bucket was last held to a refusal; null when it was not, or has been full since.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="clock">Its clock.</param>
    public static RateEstimate Of(RateLimit limit, RefusalDrift? since, long now, Clock clock)
    {
        if (since is not { Ticks: > 0 } measured || measured.Ticks > clock.ToTicks(Memory))
        {
            // An estimate grows when a take finds too little; where none has of late, it would have grown since.
            long good = limit.Terms.Grown(now, clock).InForce ?? limit.Limit;
            return new(Decrease * good, good, now);
        }

        double rate = limit.Limit - (measured.Units / measured.Ticks * limit.WindowTicks);
        double believed = Math.Min(Math.Max(rate, Math.Max(Least * limit.Limit, measured.Accepted)), limit.Limit);
        return new(believed, believed, now);
    }
}
