namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>A clock whose every member may throw, those of its timers included.</summary>
internal sealed class FaultyTime(TimeProvider time, Fault fault) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp()
    {
        fault.Pass();
        return time.GetTimestamp();
    }

    public override DateTimeOffset GetUtcNow()
    {
        fault.Pass();
        return time.GetUtcNow();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        fault.Pass();
        return new FaultyTimer(time.CreateTimer(callback, state, dueTime, period), fault);
    }

    private sealed class FaultyTimer(ITimer timer, Fault fault) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            fault.Pass();
            return timer.Change(dueTime, period);
        }

        public void Dispose()
        {
            fault.Pass();
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
