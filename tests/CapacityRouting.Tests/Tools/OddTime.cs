namespace CapacityRouting.Tests.Tools;

/// <summary>A clock of any frequency that counts from anywhere, and whose time of day may be set. It moves as a <see cref="ManualTime"/> does.</summary>
internal sealed class OddTime(ManualTime inner, long frequency, long origin = 0) : TimeProvider
{
    private readonly long _began = inner.GetTimestamp();

    /// <summary>How far the time of day has been set ahead, or back.</summary>
    public TimeSpan SetBy { get; set; }

    public override long TimestampFrequency => frequency;

    public override long GetTimestamp() => origin + (long)((Int128)(inner.GetTimestamp() - _began) * frequency / TimeSpan.TicksPerSecond);

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + SetBy;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(callback, state, dueTime, period);
}
