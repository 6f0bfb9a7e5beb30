namespace CapacityRouting.Tests.Tools;

/// <summary>A manual clock whose time of day begins at a date of the test's choice, and can be put forward without its ticks.</summary>
internal sealed class WallTime(DateTimeOffset start) : TimeProvider
{
    private long _now = 12_345;
    private TimeSpan _offset;

    public int Looks { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override DateTimeOffset GetUtcNow()
    {
        Looks++;
        return start.AddTicks(_now - 12_345) + _offset;
    }

    public void Advance(TimeSpan span) => _now += span.Ticks;

    /// <summary>What a machine that sleeps does on Linux: its ticks stand still.</summary>
    public void Sleep(TimeSpan span) => _offset += span;
}
