namespace CapacityRouting.Storm.Virtual;

/// <summary>Another time, with a count of the timers that were made in it and are left. Thread-safe if the other is.</summary>
internal sealed class CountedTime(TimeProvider time) : TimeProvider
{
    private int _timers;

    /// <summary>Timers that were made and not disposed.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return new CountedTimer(this, time.CreateTimer(callback, state, dueTime, period));
    }

    private sealed class CountedTimer(CountedTime owner, ITimer timer) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                Interlocked.Decrement(ref owner._timers);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
