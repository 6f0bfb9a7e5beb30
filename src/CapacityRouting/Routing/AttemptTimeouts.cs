using CapacityRouting.Capacity;

namespace CapacityRouting.Routing;

/// <summary>What the settings say of how long an attempt may take: the route's, over the policy's, under the request's. Immutable.</summary>
internal sealed class AttemptTimeouts
{
    private readonly TimeSpan _firstToken;
    private readonly AttemptTimes _times;

    public AttemptTimeouts(RouteSettings settings, CapacityRoutingOptions defaults, Clock clock)
    {
        Clock = clock;
        _firstToken = settings.FirstTokenTimeout ?? defaults.FirstTokenTimeout;
        _times = new(
            clock.ToTicks(_firstToken),
            clock.ToTicks(settings.IdleTimeout ?? defaults.IdleTimeout),
            clock.ToTicks(settings.AttemptTimeout ?? defaults.AttemptTimeout),
            ProgressTicks(settings.MinimumProgress ?? defaults.MinimumProgress));
    }

    public Clock Clock { get; }

    /// <summary>Whether the time to the first token follows what the route is seen to take: by the request's wish, else by the settings.</summary>
    public bool IsAdaptiveFor(RequestRouting? wishes) => (wishes?.FirstTokenTimeout ?? _firstToken) == StreamTimeouts.Adaptive;

    /// <param name="wishes">What the request says of itself.</param>
    /// <param name="adaptive">The time to the first token where it is adaptive, in ticks.</param>
    public AttemptTimes Of(RequestRouting? wishes, long adaptive)
    {
        AttemptTimes times = wishes is null ? _times : Wished(wishes);
        return IsAdaptiveFor(wishes) ? times with { FirstToken = adaptive } : times;
    }

    private AttemptTimes Wished(RequestRouting wishes) => new(
        wishes.FirstTokenTimeout is { } first ? Clock.ToTicks(first) : _times.FirstToken,
        wishes.IdleTimeout is { } idle ? Clock.ToTicks(idle) : _times.Idle,
        wishes.AttemptTimeout is { } total ? Clock.ToTicks(total) : _times.Total,
        wishes.MinimumProgress is { } progress ? ProgressTicks(progress) : _times.PerUpdate);

    private long ProgressTicks(double perSecond) => perSecond == 0 ? Clock.Never : Clock.ToTicks(TimeSpan.FromSeconds(Math.Min(1 / perSecond, TimeSpan.MaxValue.TotalSeconds / 2)));
}
