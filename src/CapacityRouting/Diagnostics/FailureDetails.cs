namespace CapacityRouting.Diagnostics;

/// <summary>
/// What the failures of a streamed answer said in full. The report that travels with the updates has them in short, and must not lead here; the exception in which the
/// stream may end has them in full.
/// </summary>
internal struct FailureDetails
{
    private List<RouteFailure>? _failures;

    /// <summary>Leaves the report with its failures in short. They come in the order of the attempts, so those that were taken before are the first ones.</summary>
    public void TakeFrom(RoutingReport report)
    {
        int taken = _failures?.Count ?? 0;
        for (int i = 0; i < report.Attempts.Count; i++)
        {
            RoutingAttempt attempt = report.Attempts[i];
            if (attempt.Failure is not { } failure || taken-- > 0)
                continue;
            (_failures ??= new(1)).Add(failure);
            attempt.Failure = failure.InShort();
        }
    }

    /// <summary>The report as it is now, with the failures in full: the same one where nothing was taken from it.</summary>
    public readonly RoutingReport Restored(RoutingReport report) => _failures is null ? report : report.With(_failures);
}
