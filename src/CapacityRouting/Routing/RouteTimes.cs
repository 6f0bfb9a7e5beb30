using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The time limits of a route's attempts: its settings override the policy's, and a request's own override both. Immutable.</summary>
internal sealed class RouteTimes(RouteSettings settings, CapacityRoutingOptions policy, Clock clock)
{
    // Reasoning models take their time.
    private const int MinutesInAll = 5;

    private readonly AttemptTimes _times = Over(settings.Timeouts, Over(policy.Timeouts, Over(AttemptTimeouts.Default, default, clock), clock), clock);

    public Clock Clock => clock;

    /// <summary>The upper bounds of the adaptive limits.</summary>
    public AttemptTimes Ceilings { get; } = new(clock.TicksPerMinute, clock.TicksPerMinute, MinutesInAll * clock.TicksPerMinute, Clock.Never);

    /// <param name="wishes">The wishes of the request.</param>
    /// <param name="adaptive">What stands for each limit that is adaptive.</param>
    public AttemptTimes Of(RequestRouting? wishes, in AttemptTimes adaptive)
    {
        AttemptTimes times = Over(wishes?.Timeouts, _times, clock);
        return new(Or(times.FirstToken, adaptive.FirstToken), Or(times.Idle, adaptive.Idle), Or(times.Total, adaptive.Total), times.PerUpdate);
    }

    private static long Or(long limit, long adaptive) => limit == AttemptTimes.Adaptive ? adaptive : limit;

    /// <summary>The times that are set, and the inherited ones where they are null. It allocates nothing.</summary>
    private static AttemptTimes Over(AttemptTimeouts? timeouts, in AttemptTimes inherited, Clock clock) => timeouts is null ? inherited : new(
        Ticks(timeouts.FirstToken, clock) ?? inherited.FirstToken,
        Ticks(timeouts.Idle, clock) ?? inherited.Idle,
        Ticks(timeouts.Total, clock) ?? inherited.Total,
        timeouts.MinimumUpdatesPerSecond is { } rate ? TicksPerUpdate(rate, clock) : inherited.PerUpdate);

    private static long? Ticks(TimeLimit? limit, Clock clock) => limit is { IsAdaptive: true } ? AttemptTimes.Adaptive : limit?.ToTicks(clock);

    private static long TicksPerUpdate(double rate, Clock clock) =>
        rate == 0 ? Clock.Never : clock.ToTicks(TimeSpan.FromSeconds(Math.Min(1 / rate, TimeSpan.MaxValue.TotalSeconds / 2)));
}

/// <summary>The time limits of the stages of one attempt, in ticks; <see cref="Clock.Never"/> means unlimited.</summary>
/// <param name="FirstToken">From the attempt's start to the first content of a stream.</param>
/// <param name="Idle">Between two updates after the first content.</param>
/// <param name="Total">The whole attempt.</param>
/// <param name="PerUpdate">The time that each update before the first content adds, counted from the first update.</param>
internal readonly record struct AttemptTimes(long FirstToken, long Idle, long Total, long PerUpdate)
{
    /// <summary>Stands in settings for a limit that follows the route's observed times.</summary>
    public const long Adaptive = -1;

    /// <summary>Whether any stage is limited.</summary>
    public bool AreBounded => Math.Min(Math.Min(FirstToken, Idle), Math.Min(Total, PerUpdate)) < Clock.Never;
}
