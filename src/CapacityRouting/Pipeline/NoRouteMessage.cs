using System.Globalization;
using System.Text;
using CapacityRouting.Telemetry;

namespace CapacityRouting.Pipeline;

/// <summary>Explains in one sentence why no route took a call.</summary>
internal static class NoRouteMessage
{
    /// <summary>Reports the refusal, and makes the exception.</summary>
    public static NoRouteAvailableException Refuse(AttemptServices services, RoutingReport report, TimeSpan? retryAfter)
    {
        services.Events.Tell(RoutingEvent.NoRoute(report.AttemptCount, retryAfter));
        return new(For(report, retryAfter), retryAfter, report, report.Attempts is [.., var last] ? last.Failure?.Exception : null);
    }

    private static string For(RoutingReport report, TimeSpan? retryAfter)
    {
        StringBuilder text = new("No route took the call");
        string separator = ": ";
        foreach (RoutingAttempt attempt in report.Attempts.Where(attempt => attempt.Failure is not null))
        {
            text.Append(separator).Append(CultureInfo.InvariantCulture, $"'{attempt.Route}' failed ({attempt.Failure?.Kind}, {attempt.Failure?.Message})");
            separator = "; ";
        }

        foreach (RouteExclusion exclusion in report.Excluded)
        {
            text.Append(separator).Append(CultureInfo.InvariantCulture, $"'{exclusion.Route}' was passed over ({exclusion.Reason}{In(exclusion.AvailableIn, exclusion.IsEstimate)}{Told(exclusion.Detail)})");
            separator = "; ";
        }

        if (report.Excluded.Any(exclusion => exclusion.Reason == ExclusionReason.UnknownState))
            text.Append(". The router does not know which route made the conversation or response that the call goes on with: name it with RequestRouting.Route");
        if (report.LongestLine > 0)
            text.Append(CultureInfo.InvariantCulture, $". As many calls wait as may: {nameof(CapacityRoutingOptions.MaxQueueLength)} is {report.LongestLine}");
        return text.Append(retryAfter is null ? "." : $". The earliest can{In(retryAfter)}.").ToString();
    }

    private static string Told(string? detail) => detail is null ? string.Empty : $": {detail}";

    private static string In(TimeSpan? wait, bool isEstimate = false) =>
        wait is { } known ? string.Create(CultureInfo.InvariantCulture, $" in {(isEstimate ? "about " : string.Empty)}{known.TotalSeconds:0.###} s") : string.Empty;
}
