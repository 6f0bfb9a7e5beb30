using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>A call of one kind: its attempt at a route, and its result. A front door has one class for each kind.</summary>
internal abstract class Call<TResult>(RequestDemand demand, RoutingReport report, CancellationToken caller) : CallContext(demand, report, caller)
    where TResult : class
{
    private Refusals? _refusals;

    /// <summary>The first refusal, where every attempt was refused for what may be the match of request and route; null otherwise.</summary>
    public AttemptOutcome<TResult>? Refusal => _refusals is { } known && known.Count == Report.AttemptCount ? known.First : null;

    /// <summary>Notes a refusal that may be of the match of request and route.</summary>
    public void Refused(in AttemptOutcome<TResult> outcome) => (_refusals ??= new(outcome)).Count++;

    /// <summary>Calls the attempt's route once. A failure of the route is a value; an exception is a fault in the library or in user code.</summary>
    /// <param name="attempt">The attempt. Unless it serves the call, it is over when this returns.</param>
    public abstract ValueTask<AttemptOutcome<TResult>> AttemptAsync(Attempt attempt);

    private sealed class Refusals(AttemptOutcome<TResult> first)
    {
        public AttemptOutcome<TResult> First => first;

        public int Count { get; set; }
    }
}
