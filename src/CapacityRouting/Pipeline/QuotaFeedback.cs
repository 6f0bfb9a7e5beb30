using CapacityRouting.Abstractions;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Learning;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Failures.Providers;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>Applies the observations of the wire to the quota: its limits and levels.</summary>
internal sealed class QuotaFeedback(Clock clock, RoutingEvents events)
{
    // Exhausted reserved throughput frees up within moments; a call before that would only be refused.
    private static readonly TimeSpan PauseAtFullUtilization = TimeSpan.FromMilliseconds(500);

    private readonly TrafficFeedback _traffic = new(events);

    public void Record(Attempt attempt, RouteFailure? failure, long now)
    {
        Route route = attempt.Route;
        RouteTraits traits = route.Traits;
        _traffic.Record(attempt, failure);
        bool isLearnt = traits.HeaderLimits != HeaderLimitUse.Ignore;
        if (failure is { Kind: FailureKind.RateLimited, ExceedsLimit: false, Scope: not FailureScope.Day })
            LearnFrom(RefusalOf(failure, attempt), route, now, isLearnt);
        if (!isLearnt || Settlement.SpilledTo(attempt) is not null)
            return;
        if ((failure?.Observed ?? attempt.Observation?.Response) is { } response)
            LearnFrom(response, attempt, now);
        if (failure?.Limits?.Figures is { } figures)
            LearnFrom(figures, attempt, now);
    }

    private Refusal RefusalOf(RouteFailure failure, Attempt attempt) => new(attempt.Taken, attempt.StartedAt)
    {
        Dimension = failure.Limits?.Figures?.Dimension ?? failure.Limits?.Dimension,
        Remaining = failure.Limits?.Figures?.Remaining,
        Wait = failure.RetryAfter is { } wait ? clock.ToTicks(wait) : null,
        Concurrency = failure.Limits?.Concurrency,
    };

    /// <summary>Learns from the refusal itself. A refuted estimate opens room, which the waiters should know.</summary>
    private void LearnFrom(Refusal refusal, Route route, long now, bool isLearnt)
    {
        RateLimit[] before = route.Quota.Limits;
        route.Quota.Refused(refusal, now, isLearnt);
        if (before.Select(limit => limit.Limit).SequenceEqual(route.Quota.Limits.Select(limit => limit.Limit)))
            return;
        Tell(route, isNews: true);
        route.Quota.NotifyReleased();
    }

    private void LearnFrom(ObservedResponse response, Attempt attempt, long now)
    {
        Span<LimitReading> readings = stackalloc LimitReading[HeaderDialect.MostReadings];
        HeaderDialect dialect = attempt.Route.Traits.Profile.Headers;
        int count = dialect.Read(response, clock.Time.GetUtcNow(), readings);
        if (count > 0)
            Learn(readings[..count], attempt, now);
        if (dialect.Utilization(response) >= 1)
            attempt.Route.Quota.Cooldown.Extend(PauseAtFullUtilization, now);
    }

    /// <summary>Learns the limits that no header states, only the text of a refusal.</summary>
    private void LearnFrom(LimitFigures figures, Attempt attempt, long now)
    {
        if (figures.Dimension is not { } dimension)
            return;
        Route route = attempt.Route;
        Tell(route, route.Quota.LearnLimit(dimension, figures.Limit, route.Traits.HeaderLimits, now));
        Learn([new(dimension, Limit: null, figures.Remaining, IsWhole: false)], attempt, now);
    }

    private void Learn(ReadOnlySpan<LimitReading> readings, Attempt attempt, long now)
    {
        Route route = attempt.Route;
        QuotaMark mark = attempt.Mark ?? route.MarkQuota(now);
        Tell(route, route.Quota.Learn(readings, mark, route.Traits.HeaderLimits, now));

        // More may be left than assumed, and the waiters should know before the answer ends.
        route.Quota.NotifyReleased();
    }

    private void Tell(Route route, bool isNews)
    {
        if (isNews && events.AreHeard(RoutingEvent.Kinds.LimitsLearned))
            events.Tell(RoutingEvent.LimitsLearned(route.Name, string.Join(", ", route.Quota.Limits.Select(limit => $"{limit.Dimension} {limit.Limit}"))));
    }
}
