namespace CapacityRouting.Time;

/// <summary>The injected time, in its own ticks: the only unit the capacity arithmetic knows.</summary>
internal sealed class Clock(TimeProvider provider)
{
    /// <summary>Farther than any wait that is meant; twice of it still fits in a word.</summary>
    public const long Never = long.MaxValue / 4;

    private const long MillisecondsPerSecond = 1_000;
    private const long LongestWait = long.MaxValue / TimeSpan.TicksPerMillisecond;
    private const long MostThatFits = long.MaxValue / TimeSpan.TicksPerSecond;

    private readonly long _frequency = provider.TimestampFrequency;
    private readonly List<Calendar> _calendars = [];

    /// <summary>What was injected; who reads the time reads <see cref="Time"/>.</summary>
    public TimeProvider Provider => provider;

    /// <summary>The same time, which never throws as it is read.</summary>
    public TimeProvider Time { get; } = ReferenceEquals(provider, TimeProvider.System) ? provider : new SteadyTime(provider);

    /// <summary>Whether it is the system's, and not one that a test or a simulation made.</summary>
    public bool IsReal { get; } = ReferenceEquals(provider, TimeProvider.System);

    public long TicksPerMinute => _frequency * 60;

    public long TicksPerHour => _frequency * 3_600;

    public long TicksPerDay => _frequency * 86_400;

    /// <summary>Reading the clock is the dearest step of a decision: read it once and pass it on.</summary>
    public long Now => Time.GetTimestamp();

    /// <summary>The calendar of those dates: the same one for all who ask, so that they agree on when a period began.</summary>
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

        // The product of most spans fits in a word, and a division of words is many times faster.
        return ticks is >= -MostThatFits and <= MostThatFits
            ? new(ticks * TimeSpan.TicksPerSecond / _frequency)
            : new((long)((Int128)ticks * TimeSpan.TicksPerSecond / _frequency));
    }

    /// <summary>
    /// As <see cref="ToTimeSpan"/>, rounded up to a whole millisecond, so that who waits that long does not wake too early: <c>Task.Delay</c>
    /// and its kin drop what is less.
    /// </summary>
    public TimeSpan ToWait(long ticks)
    {
        if (ticks >= Never)
            return Timeout.InfiniteTimeSpan;
        Int128 milliseconds = (((Int128)ticks * MillisecondsPerSecond) + _frequency - 1) / _frequency;
        return new((long)Int128.Min(milliseconds, LongestWait) * TimeSpan.TicksPerMillisecond);
    }
}
