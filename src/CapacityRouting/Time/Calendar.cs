using CapacityRouting.Atomics;

namespace CapacityRouting.Time;

/// <summary>Knows by the clock's ticks which day or month it is. The time of day is looked up once a minute, not for every decision.</summary>
/// <remarks>
/// Looked up again, because a machine that sleeps or is put right moves its time of day and not its ticks. A period's end follows the time of day; its
/// start stays, since what was taken is counted from there. Safe for any number of threads.
/// </remarks>
internal sealed class Calendar(CalendarDates dates, Clock clock)
{
    // No limit is waited for so long, and calendars end with the year 9999.
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(36_525);

    private readonly object _gate = new();
    private readonly long _lookEvery = clock.TicksPerMinute;
    private readonly long _farthest = clock.ToTicks(Farthest);
    private CalendarPeriod? _current;
    private long _lookAt = long.MinValue;

    public CalendarDates Dates => dates;

    /// <summary>Ticks that are less than half of any day or month.</summary>
    public long Scale { get; } = clock.ToTicks(dates.Shortest) / 5;

    /// <summary>The period of a time, now or to come; for one that is past, the current one. A time beyond a century, or beyond what the clock's ticks can tell, counts as the farthest one before.</summary>
    public CalendarPeriod At(long ticks)
    {
        CalendarPeriod current = ticks >= Atomic.VolatileRead(in _lookAt) ? Look() : Atomic.VolatileRead(in _current)!;
        return ticks < current.End ? current : Later(current, ticks);
    }

    /// <summary>The first tick of the period of a time; of one that is over, the period before.</summary>
    public long StartOf(long ticks)
    {
        CalendarPeriod period = At(ticks);
        return ticks < period.Start ? period.Before : period.Start;
    }

    /// <summary>A period to come, found by its date: however far it is, nothing is walked through.</summary>
    private CalendarPeriod Later(CalendarPeriod current, long ticks)
    {
        DateTimeOffset moment = current.EndsAt + clock.ToTimeSpan(Math.Min(ticks - current.End, _farthest));
        (DateTimeOffset start, DateTimeOffset end) = dates.PeriodOf(moment);
        (DateTimeOffset before, _) = dates.PeriodOf(start.AddTicks(-1));
        return new(TicksOf(start), TicksOf(end), Math.Max(current.Start, TicksOf(before)), end);

        long TicksOf(DateTimeOffset time) => current.End + clock.ToTicks(time - current.EndsAt);
    }

    private CalendarPeriod Look()
    {
        lock (_gate)
        {
            long now = clock.Now;
            CalendarPeriod period = Current(clock.Time.GetUtcNow(), now);
            Atomic.VolatileWrite(ref _current, period);
            Atomic.VolatileWrite(ref _lookAt, Math.Min(period.End, now + _lookEvery));
            return period;
        }
    }

    private CalendarPeriod Current(DateTimeOffset moment, long now)
    {
        if (_current is { } known && moment < known.EndsAt)
        {
            long end = now + clock.ToTicks(known.EndsAt - moment);
            return end == known.End ? known : known with { End = end };
        }

        (DateTimeOffset start, DateTimeOffset ends) = dates.PeriodOf(moment);
        long passed = clock.ToTicks(moment - start);
        long length = clock.ToTicks(ends - start);
        return new(BeginOf(now - passed, now), now - passed + length, _current?.Start ?? (now - passed - length), ends);
    }

    /// <summary>A time of day that was put forward must not make what was taken in the last period count in this one.</summary>
    private long BeginOf(long start, long now) =>
        _current is { } last ? Math.Min(now, Math.Max(start, last.Start + (2 * Scale))) : start;
}
