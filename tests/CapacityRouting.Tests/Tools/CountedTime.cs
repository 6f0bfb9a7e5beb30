namespace CapacityRouting.Tests.Tools;

/// <summary>A manual time that counts what is asked of it: a measure of work that no machine changes.</summary>
internal sealed class CountedTime : TimeProvider
{
    private readonly ManualTime _inner = new();
    private long _readings;
    private int _fired;

    public override long TimestampFrequency => _inner.TimestampFrequency;

    /// <summary>How often the time was read.</summary>
    public long Readings => Interlocked.Read(ref _readings);

    /// <summary>How many timers have fired.</summary>
    public int Fired => Volatile.Read(ref _fired);

    /// <summary>Timers that are set to fire some time.</summary>
    public int ActiveTimers => _inner.ActiveTimers;

    public override long GetTimestamp()
    {
        Interlocked.Increment(ref _readings);
        return _inner.GetTimestamp();
    }

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _inner.CreateTimer(given => Fire(callback, given), state, dueTime, period);

    public void Advance(TimeSpan span) => _inner.Advance(span);

    private void Fire(TimerCallback callback, object? state)
    {
        Interlocked.Increment(ref _fired);
        callback(state);
    }
}
