using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Interleavings.Tools;

/// <summary>Attempts of one call, as a pipeline makes them; each has taken five tokens and a slot.</summary>
internal sealed class CallUnderWay(House house) : CallContext(new RequestDemand(5, maxOutputTokens: null, routing: null, affinity: null), new(), CancellationToken.None)
{
    private readonly AttemptServices _services = new(new Clock(house.Time), RoutingEvents.None);

    public Attempt Attempt(bool isSent = false)
    {
        Budget = house.Client.Router.Policy.BudgetFor(wishes: null, house.Time.Now);
        Attempt attempt = new(_services, this, house.Admit(), house.Time.Now);
        attempt.Begin(Clock.Never);
        if (isSent)
            attempt.Send();
        return attempt;
    }

    /// <summary>An answer for which the provider counted eight input tokens.</summary>
    public static Flow Answer => new(new UsageDetails { InputTokenCount = 8, OutputTokenCount = 0 }, Output: 0);

    public static RouteFailure Failure => new() { Kind = FailureKind.ServerError };
}
