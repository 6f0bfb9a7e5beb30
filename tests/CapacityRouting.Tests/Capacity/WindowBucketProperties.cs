using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity;

/// <summary>Random schedules beside an exact log of what was taken: no window of the limiter's length holds more than its share, wherever it begins.</summary>
public sealed class WindowBucketProperties
{
    private static Gen<Schedule> Any =>
        from schedule in Schedule.Any
        from limit in Gen.Elements(60L, 61, 1_000, 60_000, 999_999_999_937)
        select schedule with { Limit = limit };

    [Fact]
    public void Windows_AnySchedule_HoldTheShareOrOneLargeRequest() =>
        Properties.Check(Any, schedule => Play(schedule, AssertWindow), Schedule.Smaller);

    /// <summary>What has been taken leaves a window and a part after it, so nothing is kept longer than it must.</summary>
    [Fact]
    public void TryTake_Refused_WouldNotFitInAWindowAndAPart() =>
        Properties.Check(Any, schedule => Play(schedule, (_, _) => { }, refused: AssertTooMuch), Schedule.Smaller);

    [Fact]
    public void WaitFor_AnyHistory_IsTheFirstTickAtWhichTheUnitsCanBeHad() =>
        Properties.Check(
            Any,
            schedule =>
            {
                (TestBucket bucket, long now) = Play(schedule, (_, _) => { });
                long units = schedule.Steps.Length == 0 ? 1 : schedule.Steps[0].UnitsOf(bucket.Limit);
                long wait = bucket.Bucket.WaitFor(units, now);
                Assert.False(wait > 0 && bucket.Bucket.TryTake(units, now + wait - 1), "It could be had a tick earlier.");
                Assert.True(bucket.Bucket.TryTake(units, now + wait), "It could not be had when the wait was over.");
            },
            Schedule.Smaller);

    /// <summary>Takes, and settles what was taken by less, as of the step's kind; overruns are a matter of the tests by hand.</summary>
    private static (TestBucket Bucket, long Now) Play(Schedule schedule, Action<Log, long> taken, Action<Log, long>? refused = null)
    {
        TestBucket bucket = new(TestBucket.WindowOf(schedule.Limit, schedule.Burst));
        Log log = new(bucket.Limit, schedule.Burst.Ticks);
        List<int> underWay = [];
        foreach (ScheduleStep step in schedule.Steps)
        {
            log.Now += step.TicksOf(bucket.Limit) * schedule.Burst.Ticks / TimeSpan.TicksPerMinute;
            long units = step.UnitsOf(bucket.Limit);
            if (step.Kind is StepKind.Settle or StepKind.Abandon && underWay.Count > 0)
            {
                int index = underWay[step.Which % underWay.Count];
                underWay.Remove(index);
                (long before, long at) = log.Takes[index];
                long used = step.Kind == StepKind.Abandon ? 0 : Math.Min(before, units);
                bucket.Bucket.Settle(before, used, at, log.Now);
                log.GiveBack(index, used);
            }
            else if (bucket.Bucket.TryTake(units, log.Now))
            {
                log.HasDebt |= units > bucket.Limit.Burst;
                underWay.Add(log.Takes.Count);
                log.Takes.Add((units, log.Now));
                taken(log, units);
            }
            else
            {
                refused?.Invoke(log, units);
            }
        }

        return (bucket, log.Now);
    }

    private static void AssertWindow(Log log, long units)
    {
        long held = log.Since(log.Now - log.WindowTicks);
        Assert.True(held <= log.Limit.Burst || held == units, $"{held} in a window for {log.Limit.Burst}.");
    }

    private static void AssertTooMuch(Log log, long units)
    {
        // Where debts are carried they fill windows that no take is in.
        if (log.HasDebt)
            return;
        long held = log.Since(log.Now - log.WindowTicks - (log.WindowTicks / 60) - 61) + units;
        Assert.True(held > log.Limit.Burst, $"It refuses {units} of {log.Limit.Burst}, and {held - units} are taken.");
    }

    /// <summary>Every take with its time, given back where it was taken.</summary>
    private sealed class Log(RateLimit limit, long windowTicks)
    {
        public RateLimit Limit => limit;

        public long WindowTicks => windowTicks;

        public long Now { get; set; }

        public List<(long Units, long At)> Takes { get; } = [];

        public bool HasDebt { get; set; }

        public long Since(long time) => Takes.Where(take => take.At > time).Sum(take => take.Units);

        /// <summary>What has left its window by then has not been given back: it is told as it was taken.</summary>
        public void GiveBack(int index, long used)
        {
            (long units, long at) = Takes[index];
            Takes[index] = (used, at);
        }
    }
}
