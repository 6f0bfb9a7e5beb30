using CapacityRouting.Routing;
using CapacityRouting.Telemetry;

namespace CapacityRouting.Pipeline;

/// <summary>Tells what the wire shows of the client itself: that its requests are repeated below the router, or that nothing of them is seen. Each once for a route.</summary>
internal sealed class TrafficFeedback(RoutingEvents events)
{
    public void Record(Attempt attempt, RouteFailure? failure)
    {
        Route route = attempt.Route;

        // A pipeline around the client may be there to retry, so its repeats are not reported.
        if (attempt.Observation is { WasRepeated: true } observation && route.Pipeline is null && route.IsFirstRepeat())
            events.Tell(RoutingEvent.SdkRetries(route.Name, observation.Sends, SdkRetryAdvice.For(route.Traits.Profile)));
        if (failure is null && route.Model.Answered(attempt.Observation?.Response is not null))
            events.Tell(RoutingEvent.Unobserved(route.Name, ObserverAdvice.For(route.Traits.Profile)));
    }
}
