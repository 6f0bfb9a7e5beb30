using System.Globalization;
using CapacityRouting.Abstractions;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>Makes the snapshot of a route.</summary>
internal static class RouteSnapshots
{
    public static RouteSnapshot Of(Route route, Clock clock, long now)
    {
        // What has lapsed by now is not shown.
        Quota quota = route.Quota;
        quota.Renew(now);
        return new()
        {
            Name = route.Name,
            Quota = route.QuotaName,
            Provider = route.Traits.Profile.Name,
            InFlight = quota.Slots.InFlight,
            MaxConcurrentRequests = quota.Slots.Limit == ConcurrencyLimiter.Unlimited ? null : quota.Slots.Limit,
            ConcurrencySource = SourceOf(quota.Slots),
            Buckets = [.. BucketsOf(quota, clock, now), .. quota.Parent is { } whole ? BucketsOf(whole, clock, now).Select(bucket => bucket with { Quota = route.QuotaName }) : []],
            CoolingDownFor = Span(clock, Math.Max(quota.Availability.CoolingFor(now), route.Health.Cooldown.RemainingTicks(now))),
            ClosedFor = Span(clock, Math.Max(quota.Availability.ClosedFor(now), route.Health.Lockout.RemainingTicks(now))),
            SlowFor = Span(clock, route.Pace.SlowFor(now)),
            Circuit = route.Health.Breaker.State,
            Window = route.Window is var window and not long.MaxValue ? window : null,
            IsObserved = route.Model.IsObserved,
            MissingCapabilities = route.Model.MissingAt(now),
        };
    }

    private static IEnumerable<BucketSnapshot> BucketsOf(Quota quota, Clock clock, long now) =>
        quota.Limits.Select(limit => BucketOf(quota, limit, clock, now));

    private static BucketSnapshot BucketOf(Quota quota, RateLimit limit, Clock clock, long now)
    {
        CalendarPeriod? period = limit.Calendar?.Calendar.At(now);
        TimeSpan window = clock.ToTimeSpan(period?.Ticks ?? limit.WindowTicks);

        // A level that is hardly below a huge burst is rounded on its way from a double.
        decimal level = Math.Min(limit.Burst, (decimal)quota.Level(limit, now));
        LimitTerms terms = limit.Terms;
        (string? reason, long? at) = ReasonOf(terms);
        return new(limit.Dimension, Units(limit.Limit), window, Units(limit.Burst), Units(level), limit.Source)
        {
            ResetsAt = period?.EndsAt,
            Configured = terms.Configured is { } configured ? Units(configured) : null,
            Stated = LimitTerms.Least(terms.Named, terms.Stated) is { } stated ? Units(stated) : null,
            Learned = terms is { Estimated: { } estimated, Estimate.IsOfAName: false } ? Units(estimated) : null,
            Reason = reason,
            Since = at is { } since ? clock.Time.GetUtcNow() - clock.ToTimeSpan(now - since) : null,
        };

        decimal Units(decimal units) => limit.CountsMoney ? Money.ToCurrency(units) : units;
    }

    /// <summary>Why the limit in force is not the configured one, and since when.</summary>
    private static (string? Reason, long? At) ReasonOf(LimitTerms terms) => terms.Source switch
    {
        LimitSource.Configured => (null, null),
        LimitSource.Stated when terms.Estimate is { IsOfAName: true } => ("a refusal named it", terms.NamedAt),
        LimitSource.Stated => ("rate-limit headers", terms.StatedAt),
        _ => (string.Create(CultureInfo.InvariantCulture, $"{terms.Estimate!.Evidence.Refusals} refusals beside {terms.Estimate.Evidence.Calls} calls, although the bucket had room"), terms.Estimate.LearnedAt),
    };

    private static LimitSource? SourceOf(ConcurrencyLimiter slots) =>
        slots.Limit == ConcurrencyLimiter.Unlimited ? null : slots.Limit == slots.Configured ? LimitSource.Configured : slots.IsGuess ? LimitSource.Learned : LimitSource.Stated;

    private static TimeSpan? Span(Clock clock, long ticks) => ticks > 0 ? clock.ToTimeSpan(ticks) : null;
}
