namespace CapacityRouting.Simulation;

/// <summary>A timer in virtual time. A timer that is set again leaves its old entry in the queue, and the queue skips it.</summary>
internal sealed class VirtualTimer(VirtualTime time, TimerCallback callback, object? state) : ITimer
{
    private const long Never = long.MaxValue;

    private long _due = Never;
    private long _order;
    private TimeSpan _period;
    private bool _disposed;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
            return false;
        _period = period;
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            _due = Never;
            return true;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        // A due time beyond the largest time never comes.
        _due = dueTime.Ticks >= Never - time.GetTimestamp() ? Never : time.GetTimestamp() + dueTime.Ticks;
        if (_due < Never)
            _order = time.Schedule(this, _due);
        return true;
    }

    /// <summary>Whether this entry of the queue is the timer's latest.</summary>
    public bool IsAt(long due, long order) => _due == due && _order == order;

    public void Fire()
    {
        if (_period > TimeSpan.Zero)
            Change(_period, _period);
        else
            _due = Never;
        callback(state);
    }

    public void Dispose()
    {
        _disposed = true;
        _due = Never;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
