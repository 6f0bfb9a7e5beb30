using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>A call of one kind: its attempt at a route, and its result. A front door has one class for each kind.</summary>
internal abstract class Call<TResult>(RequestDemand demand, RoutingReport report, CancellationToken caller) : CallContext(demand, report, caller)
    where TResult : class
{
    private FailedAttempts? _failed;

    /// <summary>The first refusal, where every attempt was refused for what may be the match of request and route; null otherwise.</summary>
    public AttemptOutcome<TResult>? Refusal => _failed is { } known && known.Refusals == Report.AttemptCount ? known.First : null;

    /// <summary>The last failure; null before the first.</summary>
    public AttemptOutcome<TResult>? LastFailure => _failed?.Last;

    /// <summary>Notes a failed attempt.</summary>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="isOfTheMatch">Whether it was refused for what may be the match of request and route.</param>
    public void Failed(in AttemptOutcome<TResult> outcome, bool isOfTheMatch)
    {
        _failed ??= new(outcome);
        _failed.Last = outcome;
        if (isOfTheMatch)
            _failed.Refusals++;
    }

    /// <summary>Calls the attempt's route once. A failure of the route is a value; an exception is a fault in the library or in user code.</summary>
    /// <param name="attempt">The attempt. Unless it serves the call, it is over when this returns.</param>
    public abstract ValueTask<AttemptOutcome<TResult>> AttemptAsync(Attempt attempt);

    private sealed class FailedAttempts(AttemptOutcome<TResult> first)
    {
        public AttemptOutcome<TResult> First => first;

        public AttemptOutcome<TResult> Last { get; set; }

        /// <summary>How many of them were refused for what may be the match.</summary>
        public int Refusals { get; set; }
    }
}
