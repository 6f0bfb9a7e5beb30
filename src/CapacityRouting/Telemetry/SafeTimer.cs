using CapacityRouting.Time;

namespace CapacityRouting.Telemetry;

/// <summary>
/// A timer whose callback and disposal may throw. An exception on a timer's thread has no catcher and would end the process. An exception of a timer's disposal must
/// not reach a finished call.
/// </summary>
/// <remarks>Its creation and setting may throw: without a timer no waiter would wake, so the code that sets it must know.</remarks>
internal sealed class SafeTimer : ITimer
{
    private readonly RoutingEvents _events;
    private readonly TimerCallback _callback;
    private readonly object? _target;
    private readonly string _name;
    private readonly ITimer _timer;

    private SafeTimer(Clock clock, RoutingEvents events, string name, TimerCallback callback, object? target, TimeSpan dueTime, TimeSpan period)
    {
        (_events, _callback, _target, _name) = (events, callback, target, name);
        _timer = clock.Provider.CreateTimer(static due => ((SafeTimer)due!).Run(), this, dueTime, period);
    }

    /// <summary>A timer that does not run yet.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="events">Where an exception is told.</param>
    /// <param name="target">The argument of the callback.</param>
    /// <param name="callback">The work when the timer is due.</param>
    public static ITimer Create<T>(Clock clock, RoutingEvents events, T target, Action<T> callback)
        where T : class => new SafeTimer(clock, events, typeof(T).Name, due => callback((T)due!), target, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>A time provider with such timers, for code that makes its own timers.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="events">Where an exception is told.</param>
    /// <param name="name">The name of the timers' owner.</param>
    public static TimeProvider TimeOf(Clock clock, RoutingEvents events, string name) => new SafeTime(clock, events, name);

    public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, period);

    public void Dispose() => Guard(static self => self._timer.Dispose());

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Run() => Guard(static self => self._callback(self._target));

    private void Guard(Action<SafeTimer> step)
    {
        try
        {
            step(this);
        }
        catch (Exception thrown)
        {
            _events.Tell(RoutingEvent.CallbackThrew(_name, thrown));
        }
    }

    private sealed class SafeTime(Clock clock, RoutingEvents events, string name) : TimeProvider
    {
        public override long TimestampFrequency => clock.Time.TimestampFrequency;

        public override long GetTimestamp() => clock.Now;

        public override DateTimeOffset GetUtcNow() => clock.Time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new SafeTimer(clock, events, name, callback, state, dueTime, period);
    }
}
