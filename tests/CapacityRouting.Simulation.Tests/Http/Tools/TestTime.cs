namespace CapacityRouting.Simulation.Tests.Http.Tools;

/// <summary>
/// A time that a test moves on, beside a network in real time. It stands until it is moved. If it hurries, it jumps to each
/// timer as soon as it is set, so that no test waits and every moment is exact.
/// </summary>
internal sealed class TestTime(bool hurries = false) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly object _gate = new();
    private readonly List<TestTimer> _timers = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _awaited = [];
    private long _now;
    private int _set;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_gate)
            return _now;
    }

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        TestTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Waits until so many timers have been set, counted from the beginning: so many things have come to where they wait.</summary>
    public Task TimersSetAsync(int count)
    {
        lock (_gate)
        {
            TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((count, reached));
            TellReached();
            return reached.Task;
        }
    }

    /// <summary>Moves on, and fires what comes due on the way.</summary>
    public void Advance(TimeSpan span)
    {
        long end = GetTimestamp() + span.Ticks;
        while (NextDue(end) is { } timer)
            timer.Fire();
        MoveTo(end);
    }

    private void Set(TestTimer timer, TimeSpan dueTime)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = _now + dueTime.Ticks;
            _set++;
            TellReached();
            if (!hurries)
            {
                _timers.Add(timer);
                return;
            }

            _now = timer.Due;
        }

        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
    }

    private void TellReached()
    {
        foreach ((int count, TaskCompletionSource reached) in _awaited)
            if (_set >= count)
                reached.TrySetResult();
    }

    private void MoveTo(long moment)
    {
        lock (_gate)
            _now = Math.Max(_now, moment);
    }

    private TestTimer? NextDue(long end)
    {
        lock (_gate)
        {
            TestTimer? next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > end)
                return null;
            _timers.Remove(next);
            _now = Math.Max(_now, next.Due);
            return next;
        }
    }

    private sealed class TestTimer(TestTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime);
            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
