using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Providers;
using CapacityRouting.Routing;
using CapacityRouting.Waits;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Attempts;

/// <summary>What the wire said changes the quota: its limits and levels. It also tells on SDKs that retry by themselves.</summary>
internal sealed class ObservationRecorder(Clock clock, ILogger log)
{
    // A reserved throughput that is used up frees itself within moments; the next call would only be sent to be refused.
    private static readonly TimeSpan PauseAtFullUtilization = TimeSpan.FromMilliseconds(500);

    public void Record(in AttemptStart start, RouteFailure? failure, long now)
    {
        Route route = start.Route;
        RouteTraits traits = route.Traits;

        // Who put a pipeline around the client may have meant it to retry.
        if (start.Observation is { WasRepeated: true } observation && traits.Pipeline is null && route.IsFirstRepeat())
            Log.SdkRetries(log, route.Name, observation.Sends, SdkRetryAdvice.For(traits.Profile));
        bool isLearnt = traits.HeaderLimits != HeaderLimitUse.Ignore;
        if (failure is { Kind: FailureKind.RateLimited, ExceedsLimit: false, Scope: not FailureScope.Day })
            route.Quota.Refused(RefusalOf(failure, start), now, isLearnt);
        if (!isLearnt)
            return;
        if ((failure?.Observed ?? start.Observation?.Response) is { } response)
            LearnFrom(response, start, now);
        if (failure?.Figures is { } figures)
            LearnFrom(figures, start, now);
    }

    private Refusal RefusalOf(RouteFailure failure, in AttemptStart start) => new(start.Lease.Taken, start.StartedAt)
    {
        Dimension = failure.Figures?.Dimension ?? failure.NamedLimit,
        Remaining = failure.Figures?.Remaining,
        Wait = failure.RetryAfter is { } wait ? clock.ToTicks(wait) : null,
    };

    private void LearnFrom(ObservedResponse response, in AttemptStart start, long now)
    {
        Span<LimitReading> readings = stackalloc LimitReading[HeaderDialect.MostReadings];
        HeaderDialect dialect = start.Route.Traits.Profile.Headers;
        int count = dialect.Read(response, clock.Provider.GetUtcNow(), readings);
        if (count > 0)
            Learn(readings[..count], start, now);
        if (dialect.Utilization(response) >= 1)
            start.Route.Quota.Cooldown.Extend(PauseAtFullUtilization, now);
    }

    /// <summary>Some limits are told in no header, only in the words of a refusal.</summary>
    private void LearnFrom(LimitFigures figures, in AttemptStart start, long now)
    {
        if (figures.Dimension is not { } dimension)
            return;
        Route route = start.Route;
        Tell(route, route.Quota.LearnLimit(dimension, figures.Limit, route.Traits.HeaderLimits, now));
        Learn([new(dimension, Limit: null, figures.Remaining, IsWhole: false)], start, now);
    }

    private void Learn(ReadOnlySpan<LimitReading> readings, in AttemptStart start, long now)
    {
        Route route = start.Route;
        QuotaMark mark = start.Observation?.Mark ?? route.Quota.Mark(now);
        Tell(route, route.Quota.Learn(readings, mark, route.Traits.HeaderLimits, now));
    }

    private void Tell(Route route, bool isNews)
    {
        if (isNews && log.IsEnabled(LogLevel.Information))
            Log.LimitsLearned(log, route.Name, string.Join(", ", route.Quota.Limits.Select(limit => $"{limit.Dimension} {limit.Limit}")));
    }
}
