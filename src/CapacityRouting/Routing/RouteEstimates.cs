using CapacityRouting.Atomics;
using CapacityRouting.Estimation;
using CapacityRouting.Telemetry;

namespace CapacityRouting.Routing;

/// <summary>What a route expects of a request, by estimates that its answers correct.</summary>
internal sealed class RouteEstimates(int index, string route, RoutingEvents events)
{
    // A correction is learned from other requests: what it adds is held against a request only beyond a tenth of it.
    private const int Doubt = 11;

    private readonly LearnedRatio _ratio = new();
    private readonly OutputLengths _output = new();
    private int _complaints;

    /// <summary>The input that is likely, corrected by what the provider has counted so far.</summary>
    public long InputOf(RequestDemand demand) => _ratio.Correct(EstimateOf(demand));

    /// <summary>
    /// What the provider charges for an input of so many tokens when it admits the call. It has not read the prompt then: OpenAI documents that it
    /// goes by the length, Anthropic that it estimates. So a correction reserves no less than the length says, unless the user's own estimator does.
    /// </summary>
    public long ChargeOf(long tokens, RequestDemand demand) =>
        demand.EstimateAt(index) is null ? Math.Max(tokens, demand.InputTokens) : tokens;

    /// <summary>The input that it has at least: nobody is turned away for good by a correction of less than ten percent.</summary>
    public long LeastInputOf(RequestDemand demand)
    {
        long estimate = EstimateOf(demand);
        long corrected = _ratio.Correct(estimate);
        return corrected <= estimate ? corrected : Math.Max(estimate, corrected - (corrected / Doubt));
    }

    public long LikelyOutputOf(RequestDemand demand) => _output.Likely(demand.Purpose);

    public void LearnInput(RequestDemand demand, long tokens) => _ratio.Observe(EstimateOf(demand), tokens);

    public void LearnOutput(RequestDemand demand, long tokens) => _output.Observe(demand.Purpose, tokens);

    private long EstimateOf(RequestDemand demand)
    {
        if (demand.EstimateAt(index) is not { } estimate)
            return demand.InputTokens;
        if (estimate.Problem is null)
            return estimate.Tokens;
        if (Atomic.VolatileRead(in _complaints) == 0 && Atomic.Exchange(ref _complaints, 1) == 0)
            events.Tell(RoutingEvent.EstimatorFailed(route, estimate.Estimator, estimate.Problem));
        return demand.InputTokens;
    }
}
