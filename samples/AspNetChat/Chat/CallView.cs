using CapacityRouting;

namespace AspNetChat.Chat;

/// <summary>The report of one call, as the page shows it. All times are in seconds.</summary>
internal sealed record CallView(string? ServedBy, double Waited, IReadOnlyList<AttemptView> Attempts, IReadOnlyList<PassedOverView> PassedOver)
{
    public static CallView Of(RoutingReport report) => new(
        report.ServedBy,
        report.Waited.TotalSeconds,
        [.. report.Attempts.Select(AttemptView.Of)],
        [.. report.Excluded.Select(PassedOverView.Of)]);
}

/// <summary>A route that was tried. Without a failure it served.</summary>
internal sealed record AttemptView(string Route, double Took, string? Failure, int? Status, double? RetryAfter)
{
    public static AttemptView Of(RoutingAttempt attempt) => new(
        attempt.Route,
        attempt.Duration.TotalSeconds,
        attempt.Failure?.Kind.ToString(),
        attempt.Failure?.StatusCode,
        attempt.Failure?.RetryAfter?.TotalSeconds);
}

/// <summary>A route that was not even asked.</summary>
internal sealed record PassedOverView(string Route, string Reason, double? AvailableIn)
{
    public static PassedOverView Of(RouteExclusion exclusion) => new(exclusion.Route, exclusion.Reason.ToString(), exclusion.AvailableIn?.TotalSeconds);
}
