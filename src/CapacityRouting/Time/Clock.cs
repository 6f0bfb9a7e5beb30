namespace CapacityRouting.Time;

/// <summary>The injected time in its own ticks, which are the only unit of the capacity arithmetic.</summary>
internal sealed class Clock(TimeProvider provider)
{
    /// <summary>Longer than any meaningful wait; twice its value still fits in a word.</summary>
    public const long Never = long.MaxValue / 4;

    private const long MillisecondsPerSecond = 1_000;
    private const long LongestWait = long.MaxValue / TimeSpan.TicksPerMillisecond;
    private const long MostThatFits = long.MaxValue / TimeSpan.TicksPerSecond;

    private readonly long _frequency = provider.TimestampFrequency;
    private readonly List<Calendar> _calendars = [];

    /// <summary>The injected provider. Code that reads the time uses <see cref="Time"/> instead.</summary>
    public TimeProvider Provider => provider;

    /// <summary>The same time, whose readings never throw.</summary>
    public TimeProvider Time { get; } = ReferenceEquals(provider, TimeProvider.System) ? provider : SteadyTime.Of(provider);

    /// <summary>Whether the time is the system's, and not that of a test or a simulation.</summary>
    public bool IsReal { get; } = ReferenceEquals(provider, TimeProvider.System);

    public long TicksPerSecond => _frequency;

    public long TicksPerMinute => _frequency * 60;

    public long TicksPerHour => _frequency * 3_600;

    public long TicksPerDay => _frequency * 86_400;

    /// <summary>The current time in ticks. This reading is the most expensive step of a decision: read it once and pass it on.</summary>
    public long Now => Time.GetTimestamp();

    /// <summary>The calendar of those dates: one instance for all callers, so that they agree on the start of each period.</summary>
    public Calendar CalendarOf(CalendarDates dates)
    {
        lock (_calendars)
        {
            if (_calendars.Find(known => known.Dates == dates) is { } known)
                return known;
            Calendar calendar = new(dates, this);
            _calendars.Add(calendar);
            return calendar;
        }
    }

    public long ToTicks(TimeSpan span)
    {
        if (span == Timeout.InfiniteTimeSpan)
            return Never;
        Int128 ticks = (Int128)span.Ticks * _frequency / TimeSpan.TicksPerSecond;
        return (long)Int128.Clamp(ticks, -Never, Never);
    }

    public TimeSpan ToTimeSpan(long ticks)
    {
        if (ticks >= Never)
            return Timeout.InfiniteTimeSpan;

        // For most spans the product fits in a word, and dividing words is many times faster than dividing Int128.
        return ticks is >= -MostThatFits and <= MostThatFits
            ? new(ticks * TimeSpan.TicksPerSecond / _frequency)
            : new((long)((Int128)ticks * TimeSpan.TicksPerSecond / _frequency));
    }

    /// <summary>
    /// As <see cref="ToTimeSpan"/>, rounded up to a whole millisecond, so that a wait of that length never ends too early: <c>Task.Delay</c>
    /// and similar APIs drop fractions.
    /// </summary>
    public TimeSpan ToWait(long ticks)
    {
        if (ticks >= Never)
            return Timeout.InfiniteTimeSpan;
        Int128 milliseconds = (((Int128)ticks * MillisecondsPerSecond) + _frequency - 1) / _frequency;
        return new((long)Int128.Min(milliseconds, LongestWait) * TimeSpan.TicksPerMillisecond);
    }
}
