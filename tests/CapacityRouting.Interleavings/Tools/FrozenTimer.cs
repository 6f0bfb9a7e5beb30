namespace CapacityRouting.Interleavings.Tools;

/// <summary>A timer that fires only when it is told to.</summary>
internal sealed class FrozenTimer(FrozenTime time, Action callback) : ITimer
{
    private const long Never = long.MaxValue;

    private long _due = Never;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Scheduler.Yield();
        _due = dueTime == Timeout.InfiniteTimeSpan ? Never : time.Now + (long)Math.Ceiling(dueTime.TotalSeconds);
        return true;
    }

    public void FireIfDue()
    {
        Scheduler.Yield();
        if (_due > time.Now)
            return;
        _due = Never;
        callback();
    }

    public void Dispose() => _due = Never;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
