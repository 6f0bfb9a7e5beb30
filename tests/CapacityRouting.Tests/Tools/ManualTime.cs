namespace CapacityRouting.Tests.Tools;

/// <summary>A clock that stands still until a test moves it on, with timers that fire as it moves, in the order they are due.</summary>
/// <remarks>
/// FakeTimeProvider is the clock of tests that do not move it. Moved, it is at the end before any timer fires, so that what one wakes does not see the
/// time it was due; and each reading takes its lock, which would keep the threads of a race in line.
/// </remarks>
internal sealed class ManualTime : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _now = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Timers that are set to fire some time.</summary>
    public int ActiveTimers
    {
        get
        {
            lock (_gate)
                return _timers.Count;
        }
    }

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => _epoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ManualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, stopping at each timer that comes due on the way.</summary>
    public void Advance(TimeSpan span)
    {
        long end = GetTimestamp() + span.Ticks;
        while (NextDue(end) is { } timer)
        {
            Interlocked.Exchange(ref _now, Math.Max(GetTimestamp(), timer.Due));
            Bare.Run(timer.Fire);
        }

        Interlocked.Exchange(ref _now, end);
    }

    /// <summary>Moves on step by step until the task is done, giving what it wakes the time to run.</summary>
    public async Task<T> RunAsync<T>(Task<T> task, TimeSpan? atMost = null)
    {
        TimeSpan step = TimeSpan.FromMilliseconds(50);
        for (TimeSpan passed = TimeSpan.Zero; !task.IsCompleted && passed < (atMost ?? TimeSpan.FromMinutes(10)); passed += step)
        {
            for (int i = 0; i < 20 && !task.IsCompleted; i++)
                await Task.Yield();
            Advance(step);
        }

        return task.IsCompleted ? await task : throw new TimeoutException("The task is not done however far the clock moves.");
    }

    private ManualTimer? NextDue(long end)
    {
        lock (_gate)
        {
            ManualTimer? next = _timers.MinBy(timer => timer.Due);
            if (next is null || next.Due > end)
                return null;
            _timers.Remove(next);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                _period = period;
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = time.GetTimestamp() + dueTime.Ticks;
                time._timers.Add(this);
                return true;
            }
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
                Change(_period, _period);
            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
