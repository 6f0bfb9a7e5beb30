using CapacityRouting.Atomics;
using CapacityRouting.Estimation;
using CapacityRouting.Telemetry;

namespace CapacityRouting.Routing;

/// <summary>The estimates of a route for a request, corrected by its answers.</summary>
internal sealed class RouteEstimates(int index, string route, RoutingEvents events)
{
    // A correction is learned from other requests: it excludes a request only by what goes beyond a tenth.
    private const int Doubt = 11;

    private readonly LearnedRatio _ratio = new();
    private readonly OutputLengths _output = new();
    private int _complaints;

    /// <summary>The likely input in tokens, corrected by the provider's counts so far.</summary>
    public long InputOf(RequestDemand demand) => _ratio.Correct(EstimateOf(demand));

    /// <summary>
    /// The input tokens that the provider charges at admission. It has not read the prompt by then: OpenAI documents that it
    /// goes by the length, Anthropic that it estimates. So a correction reserves no less than the length says, unless the user's own estimator does.
    /// </summary>
    public long ChargeOf(long tokens, RequestDemand demand) =>
        demand.EstimateAt(index) is null ? Math.Max(tokens, demand.InputTokens) : tokens;

    /// <summary>The least input in tokens: a correction of less than ten percent never excludes a request for good.</summary>
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
