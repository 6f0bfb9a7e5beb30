namespace CapacityRouting.Time;

/// <summary>The begin and end of the days or months of a time zone. Pure date arithmetic.</summary>
internal sealed record CalendarDates(CalendarUnit Unit, TimeZoneInfo Zone)
{
    /// <summary>The shortest day or month, give or take an hour of daylight saving.</summary>
    public TimeSpan Shortest => Unit == CalendarUnit.Day ? TimeSpan.FromDays(1) : TimeSpan.FromDays(28);

    /// <summary>The day or month of a moment; its end is the start of the next one.</summary>
    public (DateTimeOffset Start, DateTimeOffset End) PeriodOf(DateTimeOffset moment)
    {
        DateTime day = TimeZoneInfo.ConvertTime(moment, Zone).Date;
        return Unit == CalendarUnit.Day
            ? (BeginOf(day), BeginOf(day.AddDays(1)))
            : (BeginOf(day.AddDays(1 - day.Day)), BeginOf(day.AddDays(1 - day.Day).AddMonths(1)));
    }

    /// <summary>
    /// The moment of midnight on a date. If daylight saving skips midnight, the winter offset gives the moment of the change. If
    /// midnight comes twice, the day begins with the first.
    /// </summary>
    private DateTimeOffset BeginOf(DateTime date)
    {
        TimeSpan offset = Zone.IsAmbiguousTime(date) ? Zone.GetAmbiguousTimeOffsets(date).Max() : Zone.GetUtcOffset(date);
        return new DateTimeOffset(date, offset).ToUniversalTime();
    }
}
