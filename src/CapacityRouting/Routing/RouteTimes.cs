using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>How long a route's attempts may take, by its settings over the policy's, and for one request by its own over those. Immutable.</summary>
internal sealed class RouteTimes(RouteSettings settings, CapacityRoutingOptions policy, Clock clock)
{
    private readonly AttemptTimes _times = AttemptTimeouts.Of(settings, policy, clock);

    public Clock Clock => clock;

    /// <summary>Whether the time to the first token follows what the route is seen to take: by the request's wish, else by the settings.</summary>
    public bool IsAdaptiveFor(RequestRouting? wishes) => wishes?.Timeouts?.FirstToken?.IsAdaptive ?? _times.IsAdaptive;

    /// <param name="wishes">What the request says of itself.</param>
    /// <param name="adaptive">The time to the first token where it is adaptive, in ticks.</param>
    public AttemptTimes Of(RequestRouting? wishes, long adaptive)
    {
        AttemptTimes times = wishes?.Timeouts?.Over(_times, clock) ?? _times;
        return times.IsAdaptive ? times with { FirstToken = adaptive } : times;
    }
}
