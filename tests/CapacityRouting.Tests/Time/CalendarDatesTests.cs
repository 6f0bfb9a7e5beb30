using CapacityRouting.Time;

namespace CapacityRouting.Tests.Time;

public sealed class CalendarDatesTests
{
    // Pacific standard time is UTC-8 and daylight saving time UTC-7; it changed on 2026-03-08 and changes back on 2026-11-01, both at 2:00.
    [Theory]
    [InlineData("2026-01-15T07:59:59Z", "2026-01-14T08:00:00Z", "2026-01-15T08:00:00Z")]
    [InlineData("2026-01-15T08:00:00Z", "2026-01-15T08:00:00Z", "2026-01-16T08:00:00Z")]
    [InlineData("2026-07-01T12:00:00Z", "2026-07-01T07:00:00Z", "2026-07-02T07:00:00Z")]
    [InlineData("2026-03-08T20:00:00Z", "2026-03-08T08:00:00Z", "2026-03-09T07:00:00Z")]
    [InlineData("2026-11-01T20:00:00Z", "2026-11-01T07:00:00Z", "2026-11-02T08:00:00Z")]
    public void PeriodOf_ADayInPacificTime_RunsFromMidnightToMidnight(string moment, string start, string end)
    {
        foreach (TimeZoneInfo pacific in new[] { TimeZones.Find("America/Los_Angeles")!, TimeZones.PacificByLaw() })
            Assert.Equal((At(start), At(end)), new CalendarDates(CalendarUnit.Day, pacific).PeriodOf(At(moment)));
    }

    [Theory]
    [InlineData("2026-02-14T12:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", 28)]
    [InlineData("2028-02-29T23:59:59Z", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z", 29)]
    [InlineData("2026-04-30T00:00:00Z", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z", 30)]
    [InlineData("2026-12-31T23:59:59Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z", 31)]
    public void PeriodOf_AMonth_HasTheDaysOfThatMonth(string moment, string start, string end, int days)
    {
        (DateTimeOffset Start, DateTimeOffset End) period = new CalendarDates(CalendarUnit.Month, TimeZoneInfo.Utc).PeriodOf(At(moment));

        Assert.Equal((At(start), At(end)), period);
        Assert.Equal(TimeSpan.FromDays(days), period.End - period.Start);
    }

    // In Havana (UTC-5, in summer UTC-4) the clock goes from midnight to one on 2026-03-08, and from one back to midnight on 2026-11-01.
    [Theory]
    [InlineData("2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z")]
    [InlineData("2026-03-07T12:00:00Z", "2026-03-07T05:00:00Z", "2026-03-08T05:00:00Z")]
    [InlineData("2026-11-01T04:30:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    [InlineData("2026-11-01T05:30:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z")]
    public void PeriodOf_WhereMidnightIsSkippedOrComesTwice_LeavesNoMomentOut(string moment, string start, string end)
    {
        TimeZoneInfo havana = Havana();

        Assert.Equal((At(start), At(end)), new CalendarDates(CalendarUnit.Day, havana).PeriodOf(At(moment)));
    }

    [Fact]
    public void Find_AnUnknownZone_IsNull() => Assert.Null(TimeZones.Find("Mars/Olympus"));

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);

    private static TimeZoneInfo Havana()
    {
        DateTime midnight = new(1, 1, 1, 0, 0, 0);
        DateTime one = new(1, 1, 1, 1, 0, 0);
        TimeZoneInfo.AdjustmentRule rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            DateTime.MinValue.Date,
            DateTime.MaxValue.Date,
            TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(midnight, month: 3, week: 2, DayOfWeek.Sunday),
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(one, month: 11, week: 1, DayOfWeek.Sunday));
        return TimeZoneInfo.CreateCustomTimeZone("Havana", TimeSpan.FromHours(-5), "Havana", "Standard", "Daylight", [rule]);
    }
}
