using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>How long a route's attempts may take, by its settings over the policy's, and for one request by its own over those. Immutable.</summary>
internal sealed class RouteTimes(RouteSettings settings, CapacityRoutingOptions policy, Clock clock)
{
    private readonly AttemptTimes _times = Over(settings.Timeouts, Over(policy.Timeouts, Over(AttemptTimeouts.Default, default, clock), clock), clock);

    public Clock Clock => clock;

    /// <summary>Whether the time to the first token follows what the route is seen to take: by the request's wish, else by the settings.</summary>
    public bool IsAdaptiveFor(RequestRouting? wishes) => wishes?.Timeouts?.FirstToken?.IsAdaptive ?? _times.IsAdaptive;

    /// <param name="wishes">What the request says of itself.</param>
    /// <param name="adaptive">The time to the first token where it is adaptive, in ticks.</param>
    public AttemptTimes Of(RequestRouting? wishes, long adaptive)
    {
        AttemptTimes times = Over(wishes?.Timeouts, _times, clock);
        return times.IsAdaptive ? times with { FirstToken = adaptive } : times;
    }

    /// <summary>The times that are set, and the inherited ones where they are null. It allocates nothing.</summary>
    private static AttemptTimes Over(AttemptTimeouts? timeouts, in AttemptTimes inherited, Clock clock) => timeouts is null ? inherited : new(
        timeouts.FirstToken?.ToTicks(clock) ?? inherited.FirstToken,
        timeouts.Idle?.ToTicks(clock) ?? inherited.Idle,
        timeouts.Total?.ToTicks(clock) ?? inherited.Total,
        timeouts.MinimumUpdatesPerSecond is { } rate ? TicksPerUpdate(rate, clock) : inherited.PerUpdate,
        timeouts.FirstToken?.IsAdaptive ?? inherited.IsAdaptive);

    private static long TicksPerUpdate(double rate, Clock clock) =>
        rate == 0 ? Clock.Never : clock.ToTicks(TimeSpan.FromSeconds(Math.Min(1 / rate, TimeSpan.MaxValue.TotalSeconds / 2)));
}
