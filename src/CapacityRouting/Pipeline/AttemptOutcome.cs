namespace CapacityRouting.Pipeline;

/// <summary>The outcome of an attempt: a result, a failure, or a cancellation by the caller.</summary>
internal readonly struct AttemptOutcome<TResult>
    where TResult : class
{
    private AttemptOutcome(TResult? result, RouteFailure? failure, bool cancelled)
    {
        Result = result;
        Failure = failure;
        IsCancelled = cancelled;
    }

    /// <summary>The result. It is also set beside a failure that came as a response.</summary>
    public TResult? Result { get; }

    public RouteFailure? Failure { get; }

    public bool IsCancelled { get; }

    public static AttemptOutcome<TResult> Served(TResult result) => new(result, failure: null, cancelled: false);

    public static AttemptOutcome<TResult> Failed(RouteFailure failure, TResult? result = null) => new(result, failure, cancelled: false);

    public static AttemptOutcome<TResult> Cancelled() => new(result: null, failure: null, cancelled: true);
}
