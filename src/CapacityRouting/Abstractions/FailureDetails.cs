namespace CapacityRouting.Abstractions;

/// <summary>
/// The full failures of a streamed answer. The report on the updates has them in short and must not refer to this. An exception at the stream's end has
/// them in full.
/// </summary>
internal struct FailureDetails
{
    private List<RoutingAttempt>? _failed;

    /// <summary>Takes the failures out of the report, which keeps them in short.</summary>
    public void TakeFrom(RoutingReport report)
    {
        foreach (RoutingAttempt attempt in report.Shorten())
            if (attempt.Failure is not null && !IsTaken(attempt))
                (_failed ??= new(1)).Add(attempt);
    }

    /// <summary>The report as it is now, with the failures in full; the same object where nothing was taken from it.</summary>
    public readonly RoutingReport Restored(RoutingReport report) => _failed is null ? report : report.With(_failed);

    private readonly bool IsTaken(RoutingAttempt attempt) => _failed is not null && _failed.Exists(taken => taken.Number == attempt.Number);
}
