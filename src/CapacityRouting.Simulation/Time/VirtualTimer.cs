namespace CapacityRouting.Simulation;

/// <summary>A timer in virtual time. Setting it anew leaves its old entry in the queue, which is then passed over.</summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
{
    private const long Never = long.MaxValue;

    private long _due = Never;
    private TimeSpan _period;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            _due = Never;
            return true;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        _due = time.GetTimestamp() + dueTime.Ticks;
        time.Schedule(this, _due);
        return true;
    }

    public bool IsDue(long at) => _due == at;

    public void Fire()
    {
        if (_period > TimeSpan.Zero)
            Change(_period, _period);
        else
            _due = Never;
        callback(state);
    }

    public void Dispose() => _due = Never;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
