using CapacityRouting.Capacity;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity;

/// <summary>Random days against a model that is a plain count, set to zero at each midnight.</summary>
public sealed class CalendarProperties
{
    private const long Limit = 1_000;

    // A debt is remembered up to once the limit.
    private const long DeepestUse = 2 * Limit;

    [Fact]
    public void Quota_ADaysTokens_AdmitsAndTellsExactlyWhatACountWould() =>
        Properties.Check(Gen.Choose(0, int.MaxValue), seed => Replay(new Random(seed), zone: "America/Los_Angeles"), tests: 300);

    [Fact]
    public void Calendar_AnyTimeToCome_IsInThePeriodOfItsDate() =>
        Properties.Check(
            from seconds in Gen.Choose(0, int.MaxValue)
            from unit in Gen.Elements(CalendarUnit.Day, CalendarUnit.Month)
            from zone in Gen.Elements("UTC", "America/Los_Angeles", "Australia/Lord_Howe")
            select (Ahead: TimeSpan.FromSeconds(seconds), Dates: new CalendarDates(unit, TimeZoneInfo.FindSystemTimeZoneById(zone))),
            run =>
            {
                WallTime time = new(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
                (DateTimeOffset start, DateTimeOffset end) = run.Dates.PeriodOf(time.GetUtcNow() + run.Ahead);

                CalendarPeriod period = new Calendar(run.Dates, new Clock(time)).At(time.GetTimestamp() + run.Ahead.Ticks);

                long now = time.GetTimestamp();
                Assert.Equal((start, end, end), (time.GetUtcNow().AddTicks(period.Start - now), time.GetUtcNow().AddTicks(period.End - now), period.EndsAt));
                Assert.True(period.Before < period.Start);
            },
            tests: 1_000);

    private static void Replay(Random chance, string zone)
    {
        // Three weeks before the day of 23 hours, or before that of 25.
        WallTime time = new(chance.Next(2) == 0 ? new(2026, 2, 16, 0, 0, 0, TimeSpan.Zero) : new(2026, 10, 12, 0, 0, 0, TimeSpan.Zero));
        Quota quota = Quotas.Of(new() { TokensPerDay = Limit, DailyReset = LimitReset.Calendar, TimeZone = zone }, time);
        TimeZoneInfo there = TimeZoneInfo.FindSystemTimeZoneById(zone);
        List<(Lease Lease, long Taken, DateTime Day)> running = [];
        DateTime today = DateTime.MinValue;
        long used = 0;
        for (int step = 0; step < 200; step++)
        {
            time.Advance(TimeSpan.FromMinutes(chance.Next(600)));
            DateTime day = TimeZoneInfo.ConvertTime(time.GetUtcNow(), there).Date;
            used = day == today ? used : 0;
            today = day;
            long now = time.GetTimestamp();
            if (running.Count > 0 && chance.Next(2) == 0)
                used = Settled(running, chance, today, used, now);
            long tokens = chance.Next(1, 600);
            bool fits = used + tokens <= Limit || used == 0;
            Assert.Equal(fits, quota.WaitFor(Quotas.Tokens(tokens), now) == 0);
            Assert.Equal(fits, quota.TryLease(Quotas.Tokens(tokens), now, out Lease lease));
            if (fits)
                running.Add((lease, tokens, today));
            used += fits ? tokens : 0;
            Assert.Equal(Limit - used, quota.Level(CapacityDimension.TokensPerDay, now), 6);
        }
    }

    // Less than was taken is given back to its own day; more is charged to the day on which it turns out.
    private static long Settled(List<(Lease Lease, long Taken, DateTime Day)> running, Random chance, DateTime today, long used, long now)
    {
        (Lease lease, long taken, DateTime day) = running[0];
        running.RemoveAt(0);
        long real = chance.Next(0, 700);
        lease.Used(Quotas.Tokens(real), now);
        return real > taken || day == today ? Math.Min(used + real - taken, DeepestUse) : used;
    }
}
