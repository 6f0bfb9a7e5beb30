using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The time limits of a route's attempts: its settings override the policy's, and a request's own override both. Immutable.</summary>
internal sealed class RouteTimes(RouteSettings settings, CapacityRoutingOptions policy, Clock clock)
{
    private readonly AttemptTimes _times = Over(settings.Timeouts, Over(policy.Timeouts, Over(AttemptTimeouts.Default, default, clock), clock), clock);

    public Clock Clock => clock;

    /// <summary>Whether the timeout of the first token follows the route's observed times: by the request's wish, else by the settings.</summary>
    public bool IsAdaptiveFor(RequestRouting? wishes) => wishes?.Timeouts?.FirstToken?.IsAdaptive ?? _times.IsAdaptive;

    /// <param name="wishes">The wishes of the request.</param>
    /// <param name="adaptive">The adaptive timeout of the first token, in ticks.</param>
    public AttemptTimes Of(RequestRouting? wishes, long adaptive)
    {
        AttemptTimes times = Over(wishes?.Timeouts, _times, clock);
        return times.IsAdaptive ? times with { FirstToken = adaptive } : times;
    }

    /// <summary>The times that are set, and the inherited ones where they are null. It allocates nothing.</summary>
    private static AttemptTimes Over(AttemptTimeouts? timeouts, in AttemptTimes inherited, Clock clock) => timeouts is null ? inherited : new(
        timeouts.FirstToken is { } limit ? limit.IsAdaptive ? AttemptTimes.Adaptive : limit.ToTicks(clock) : inherited.FirstToken,
        timeouts.Idle?.ToTicks(clock) ?? inherited.Idle,
        timeouts.Total?.ToTicks(clock) ?? inherited.Total,
        timeouts.MinimumUpdatesPerSecond is { } rate ? TicksPerUpdate(rate, clock) : inherited.PerUpdate);

    private static long TicksPerUpdate(double rate, Clock clock) =>
        rate == 0 ? Clock.Never : clock.ToTicks(TimeSpan.FromSeconds(Math.Min(1 / rate, TimeSpan.MaxValue.TotalSeconds / 2)));
}

/// <summary>The time limits of the stages of one attempt, in ticks; <see cref="Clock.Never"/> means unlimited.</summary>
/// <param name="FirstToken">From the attempt's start to the first content of a stream; <see cref="Adaptive"/> until an attempt has the route's observed times put in.</param>
/// <param name="Idle">Between two updates after the first content.</param>
/// <param name="Total">The whole attempt.</param>
/// <param name="PerUpdate">The time that each update before the first content adds, counted from the first update.</param>
internal readonly record struct AttemptTimes(long FirstToken, long Idle, long Total, long PerUpdate)
{
    /// <summary>Stands for a limit of the first token that follows the route's observed times.</summary>
    public const long Adaptive = -1;

    public bool IsAdaptive => FirstToken == Adaptive;

    /// <summary>Whether any stage is limited.</summary>
    public bool AreBounded => Math.Min(Math.Min(FirstToken, Idle), Math.Min(Total, PerUpdate)) < Clock.Never;
}
