namespace CapacityRouting.Pipeline;

/// <summary>How an attempt ended: with a result, with a failure, or because the caller cancelled.</summary>
internal readonly struct AttemptOutcome<TResult>
    where TResult : class
{
    private AttemptOutcome(TResult? result, RouteFailure? failure, bool cancelled)
    {
        Result = result;
        Failure = failure;
        IsCancelled = cancelled;
    }

    /// <summary>What was returned; also beside a failure, when the failure came as a response.</summary>
    public TResult? Result { get; }

    public RouteFailure? Failure { get; }

    public bool IsCancelled { get; }

    public static AttemptOutcome<TResult> Served(TResult result) => new(result, failure: null, cancelled: false);

    public static AttemptOutcome<TResult> Failed(RouteFailure failure, TResult? result = null) => new(result, failure, cancelled: false);

    public static AttemptOutcome<TResult> Cancelled() => new(result: null, failure: null, cancelled: true);
}
