using CapacityRouting.Atomics;

namespace CapacityRouting.Time;

/// <summary>The current day or month in ticks of the clock. The time of day is read once a minute, not for every decision.</summary>
/// <remarks>
/// Thread-safe. The time of day is read again because sleep or a clock adjustment moves it, but not the ticks. The end of a period follows the time of day. Its
/// start stays, as takes are counted from there.
/// </remarks>
internal sealed class Calendar(CalendarDates dates, Clock clock)
{
    // Beyond any wait for a limit, and short of the year 9999, in which calendars end.
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(36_525);

    private readonly object _gate = new();
    private readonly long _lookEvery = clock.TicksPerMinute;
    private readonly long _farthest = clock.ToTicks(Farthest);
    private CalendarPeriod? _current;
    private long _lookAt = long.MinValue;

    public CalendarDates Dates => dates;

    /// <summary>Fewer ticks than half of any day or month.</summary>
    public long Scale { get; } = clock.ToTicks(dates.Shortest) / 5;

    /// <summary>The period of a time, now or later; for an earlier time, the current one. A time beyond a century, or beyond the range of the clock's ticks, counts as the farthest one before.</summary>
    public CalendarPeriod At(long ticks)
    {
        CalendarPeriod current = ticks >= Atomic.VolatileRead(in _lookAt) ? Look() : Atomic.VolatileRead(in _current)!;
        return ticks < current.End ? current : Later(current, ticks);
    }

    /// <summary>The first tick of the period of a time; for a time before the current period, the start of the period before.</summary>
    public long StartOf(long ticks)
    {
        CalendarPeriod period = At(ticks);
        return ticks < period.Start ? period.Before : period.Start;
    }

    /// <summary>A later period, found by its date: the cost does not grow with the distance.</summary>
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

    /// <summary>The start of the current period. After a forward adjustment of the time of day, takes of the last period must not count in this one.</summary>
    private long BeginOf(long start, long now) =>
        _current is { } last ? Math.Min(now, Math.Max(start, last.Start + (2 * Scale))) : start;
}

/// <summary>The unit of a calendar limit.</summary>
internal enum CalendarUnit
{
    Day,
    Month,
}

/// <summary>One day or month, in ticks of the clock. Immutable.</summary>
/// <param name="Start">Its first tick.</param>
/// <param name="End">The first tick of the next one.</param>
/// <param name="Before">The first tick of the one before.</param>
/// <param name="EndsAt">Its end by the calendar.</param>
internal sealed record CalendarPeriod(long Start, long End, long Before, DateTimeOffset EndsAt)
{
    public long Ticks => End - Start;
}
