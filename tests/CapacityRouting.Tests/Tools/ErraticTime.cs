namespace CapacityRouting.Tests.Tools;

/// <summary>A clock that jumps, ahead or back, without its timers firing: what a machine does that sleeps, or whose clock is set.</summary>
internal sealed class ErraticTime : TimeProvider
{
    private readonly ManualTime _inner = new();
    private long _offset;

    public override long TimestampFrequency => _inner.TimestampFrequency;

    public override long GetTimestamp() => _inner.GetTimestamp() + Interlocked.Read(ref _offset);

    public override DateTimeOffset GetUtcNow() => _inner.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>Moves what the clock says and nothing else.</summary>
    public void Jump(TimeSpan span) => Interlocked.Add(ref _offset, span.Ticks);

    /// <summary>Moves on as any clock, with the timers that come due on the way.</summary>
    public void Advance(TimeSpan span) => _inner.Advance(span);
}
