namespace CapacityRouting.Abstractions;

/// <summary>
/// What the failures of a streamed answer said in full. The report that travels with the updates has them in short, and must not lead here; the exception in which the
/// stream may end has them in full.
/// </summary>
internal struct FailureDetails
{
    private List<RoutingAttempt>? _failed;

    /// <summary>Leaves the report with its failures in short.</summary>
    public void TakeFrom(RoutingReport report)
    {
        foreach (RoutingAttempt attempt in report.Shorten())
            if (attempt.Failure is not null && !IsTaken(attempt))
                (_failed ??= new(1)).Add(attempt);
    }

    /// <summary>The report as it is now, with the failures in full: the same one where nothing was taken from it.</summary>
    public readonly RoutingReport Restored(RoutingReport report) => _failed is null ? report : report.With(_failed);

    private readonly bool IsTaken(RoutingAttempt attempt) => _failed is not null && _failed.Exists(taken => taken.Number == attempt.Number);
}
