using System.Runtime.CompilerServices;
using CapacityRouting.Atomics;

namespace CapacityRouting.Time;

/// <summary>
/// An injected time whose readings never throw: after an exception it repeats its last reading. Slots, probes and waiters are settled with a reading of the
/// time, and a lost reading would lose them too.
/// </summary>
/// <remarks>
/// Timestamps are taken from a range in which no sum of a time and a wait overflows, whatever the provider counts from. A timestamp that goes back by more than
/// moments goes on from the last one: otherwise all that is shut until some time would be shut for that much longer.
/// </remarks>
internal sealed class SteadyTime : TimeProvider
{
    // Half of Clock.Never: a span of 18 years at a tick of a nanosecond.
    private const long Range = Clock.Never / 2;

    // One for a provider: clocks that share a quota must agree on what was made of a reading.
    private static readonly ConditionalWeakTable<TimeProvider, SteadyTime> Known = [];

    private readonly TimeProvider _provider;
    private readonly long _frequency;
    private long _offset;
    private long _timestamp;
    private long _utcTicks;

    public SteadyTime(TimeProvider provider)
    {
        _provider = provider;
        _frequency = provider.TimestampFrequency;
        long first = provider.GetTimestamp();

        _offset = first is >= 0 and < Range ? 0 : -Range * (long)Math.Floor(first / (double)Range);
        _timestamp = first + _offset;
        _utcTicks = provider.GetUtcNow().UtcTicks;
    }

    /// <summary>The one of that provider.</summary>
    public static SteadyTime Of(TimeProvider provider) => Known.GetValue(provider, static injected => new(injected));

    public override long TimestampFrequency => _frequency;

    public override TimeZoneInfo LocalTimeZone => _provider.LocalTimeZone;

    public override long GetTimestamp()
    {
        try
        {
            long offset = Atomic.VolatileRead(in _offset);
            long now = _provider.GetTimestamp() + offset;
            long last = Atomic.VolatileRead(in _timestamp);

            // Readings of several threads may pass one another, by much less than this.
            if (now < last - _frequency)
            {
                Atomic.CompareAndSwap(ref _offset, offset, offset + last - now);
                return last;
            }

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
            DateTimeOffset now = _provider.GetUtcNow();
            Atomic.VolatileWrite(ref _utcTicks, now.UtcTicks);
            return now;
        }
        catch (Exception)
        {
            return new(Atomic.VolatileRead(in _utcTicks), TimeSpan.Zero);
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _provider.CreateTimer(callback, state, dueTime, period);
}
