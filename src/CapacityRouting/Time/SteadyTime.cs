using CapacityRouting.Atomics;

namespace CapacityRouting.Time;

/// <summary>
/// An injected time whose readings never throw: after an exception it repeats its last reading. Slots, probes and waiters are settled with a reading of the
/// time, and a lost reading would lose them too.
/// </summary>
internal sealed class SteadyTime(TimeProvider provider) : TimeProvider
{
    private long _timestamp = provider.GetTimestamp();
    private long _utcTicks = provider.GetUtcNow().UtcTicks;

    public override long TimestampFrequency => provider.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => provider.LocalTimeZone;

    public override long GetTimestamp()
    {
        try
        {
            long now = provider.GetTimestamp();
            Atomic.VolatileWrite(ref _timestamp, now);
            return now;
        }
        catch (Exception)
        {
            return Atomic.VolatileRead(in _timestamp);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        try
        {
            DateTimeOffset now = provider.GetUtcNow();
            Atomic.VolatileWrite(ref _utcTicks, now.UtcTicks);
            return now;
        }
        catch (Exception)
        {
            return new(Atomic.VolatileRead(in _utcTicks), TimeSpan.Zero);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => provider.CreateTimer(callback, state, dueTime, period);
}
