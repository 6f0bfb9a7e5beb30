using CapacityRouting.Abstractions;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>Makes the snapshot of a route.</summary>
internal static class RouteSnapshots
{
    public static RouteSnapshot Of(Route route, Clock clock, long now) => new()
    {
        Name = route.Name,
        Quota = route.QuotaName,
        Provider = route.Traits.Profile.Name,
        InFlight = route.Quota.Slots.InFlight,
        MaxConcurrentRequests = route.Quota.Slots.Limit == ConcurrencyLimiter.Unlimited ? null : route.Quota.Slots.Limit,
        Buckets = [.. BucketsOf(route.Quota, clock, now), .. route.Quota.Parent is { } whole ? BucketsOf(whole, clock, now).Select(bucket => bucket with { Quota = route.QuotaName }) : []],
        CoolingDownFor = Span(clock, Math.Max(route.Quota.Availability.CoolingFor(now), route.Health.Cooldown.RemainingTicks(now))),
        ClosedFor = Span(clock, Math.Max(route.Quota.Availability.ClosedFor(now), route.Health.Lockout.RemainingTicks(now))),
        SlowFor = Span(clock, route.Pace.SlowFor(now)),
        Circuit = route.Health.Breaker.State,
        Window = route.Window is var window and not long.MaxValue ? window : null,
    };

    private static IEnumerable<BucketSnapshot> BucketsOf(Quota quota, Clock clock, long now) =>
        quota.Limits.Select(limit => BucketOf(quota, limit, clock, now));

    private static BucketSnapshot BucketOf(Quota quota, RateLimit limit, Clock clock, long now)
    {
        CalendarPeriod? period = limit.Calendar?.Calendar.At(now);
        TimeSpan window = clock.ToTimeSpan(period?.Ticks ?? limit.WindowTicks);

        // A level that is hardly below a huge burst is rounded on its way from a double.
        decimal level = Math.Min(limit.Burst, (decimal)quota.Level(limit, now));
        return new(limit.Dimension, Units(limit.Limit), window, Units(limit.Burst), Units(level), limit.Source) { ResetsAt = period?.EndsAt };

        decimal Units(decimal units) => limit.CountsMoney ? Money.ToCurrency(units) : units;
    }

    private static TimeSpan? Span(Clock clock, long ticks) => ticks > 0 ? clock.ToTimeSpan(ticks) : null;
}
