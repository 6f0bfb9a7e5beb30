using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The time limits of a route's attempts: its settings override the policy's, and a request's own override both. Immutable.</summary>
internal sealed class RouteTimes(RouteSettings settings, CapacityRoutingOptions policy, Clock clock)
{
    private readonly AttemptTimes _times = AttemptTimeouts.Of(settings, policy, clock);

    public Clock Clock => clock;

    /// <summary>Whether the timeout of the first token follows the route's observed times: by the request's wish, else by the settings.</summary>
    public bool IsAdaptiveFor(RequestRouting? wishes) => wishes?.Timeouts?.FirstToken?.IsAdaptive ?? _times.IsAdaptive;

    /// <param name="wishes">The wishes of the request.</param>
    /// <param name="adaptive">The adaptive timeout of the first token, in ticks.</param>
    public AttemptTimes Of(RequestRouting? wishes, long adaptive)
    {
        AttemptTimes times = wishes?.Timeouts?.Over(_times, clock) ?? _times;
        return times.IsAdaptive ? times with { FirstToken = adaptive } : times;
    }
}
