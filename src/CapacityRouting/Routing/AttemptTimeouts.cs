using CapacityRouting.Capacity;

namespace CapacityRouting.Routing;

/// <summary>What the settings say of how long an attempt may take: the route's, over the policy's, under the request's. Immutable.</summary>
internal sealed class AttemptTimeouts
{
    // What an adaptive timeout is until enough has been seen.
    private static readonly TimeSpan Unlearned = TimeSpan.FromMinutes(1);

    private readonly Clock _clock;
    private readonly AttemptTimes _times;

    public AttemptTimeouts(RouteSettings settings, CapacityRoutingOptions defaults, Clock clock)
    {
        _clock = clock;
        TimeSpan firstToken = settings.FirstTokenTimeout ?? defaults.FirstTokenTimeout;
        IsAdaptive = firstToken == StreamTimeouts.Adaptive;
        _times = new(
            FirstTokenTicks(firstToken),
            clock.ToTicks(settings.IdleTimeout ?? defaults.IdleTimeout),
            clock.ToTicks(settings.AttemptTimeout ?? defaults.AttemptTimeout),
            ProgressTicks(settings.MinimumProgress ?? defaults.MinimumProgress));
    }

    /// <summary>Whether the time to the first token follows what the route is seen to take, unless the request says otherwise.</summary>
    public bool IsAdaptive { get; }

    public AttemptTimes Of(RequestRouting? wishes) => wishes is null ? _times : new(
        wishes.FirstTokenTimeout is { } first ? FirstTokenTicks(first) : _times.FirstToken,
        wishes.IdleTimeout is { } idle ? _clock.ToTicks(idle) : _times.Idle,
        wishes.AttemptTimeout is { } total ? _clock.ToTicks(total) : _times.Total,
        wishes.MinimumProgress is { } progress ? ProgressTicks(progress) : _times.PerUpdate);

    private long FirstTokenTicks(TimeSpan timeout) => _clock.ToTicks(timeout == StreamTimeouts.Adaptive ? Unlearned : timeout);

    private long ProgressTicks(double perSecond) => perSecond == 0 ? Clock.Never : _clock.ToTicks(TimeSpan.FromSeconds(Math.Min(1 / perSecond, TimeSpan.MaxValue.TotalSeconds / 2)));
}
