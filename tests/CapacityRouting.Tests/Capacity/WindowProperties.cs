using System.Numerics;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

/// <summary>What the capacity core promises: how much any window can hold, whatever is asked, booked, settled and abandoned in it.</summary>
public sealed class WindowProperties
{
    [Fact]
    public void Windows_CallsUseWhatTheyTook_HoldBurstAndRate() =>
        Properties.Check(
            Schedule.Any,
            schedule => new History(schedule.Limit, schedule.Burst).Play(schedule.Steps, exactUse: true).AssertNoWindowAbove(_ => 0),
            Schedule.Smaller);

    [Fact]
    public void Windows_OneCallUnderWayAtATime_HoldBurstAndRateAndOneDifference() =>
        Properties.Check(
            Schedule.Any,
            schedule => new History(schedule.Limit, schedule.Burst).Play(schedule.Steps, together: 1).AssertNoWindowAbove(window => window.OneDifference),
            Schedule.Smaller);

    [Fact]
    public void Windows_AnySchedule_HoldBurstAndRateAndTheDifferencesUnderWay() =>
        Properties.Check(
            Schedule.Any,
            schedule => new History(schedule.Limit, schedule.Burst).Play(schedule.Steps).AssertNoWindowAbove(window => window.DifferencesUnderWay),
            Schedule.Smaller,
            tests: 3_000);

    /// <summary>
    /// The smallest case in which one difference is not enough: a bucket of 4, two calls that took 2 each and used nothing.
    /// Time has given 3 back and they are taken again; then both calls give back 2, which makes 4 more.
    /// </summary>
    [Fact]
    public void Windows_TwoCallsUnderWayGiveBack_HoldBothDifferences()
    {
        History history = FourUnits.Take(2, 0).Take(2, 0).Take(3, 3 * TestBucket.Second).Settle(0, 0).Settle(1, 0).Take(4, 0);

        BigInteger used = history.UsedAfter(3 * TestBucket.Second);

        Assert.Equal(4 + 0 + 3, used);
        Assert.True(used > 4 + 2, "One difference is enough; say so in the documentation.");
        history.AssertNoWindowAbove(window => window.DifferencesUnderWay);
    }

    /// <summary>The same with calls that use more than they took, before that can be known.</summary>
    [Fact]
    public void Windows_TwoCallsUnderWayOverrun_HoldBothDifferences()
    {
        History history = FourUnits.Take(2, 0).Take(2, 0).Settle(0, 10).Settle(1, 10);

        Assert.Equal(4 + 8 + 8, history.UsedAfter(0));
        history.AssertNoWindowAbove(window => window.DifferencesUnderWay);
    }

    [Fact]
    public void TryTake_BesideAnExactBucket_DecidesTheSame() =>
        Properties.Check(
            Schedule.Any,
            schedule =>
            {
                TestBucket bucket = new(schedule.Limit, schedule.Burst);
                ExactBucket exact = new(bucket.Limit);
                long now = 0;
                int rounded = 1;
                foreach (ScheduleStep step in schedule.Steps)
                {
                    now += step.TicksOf(bucket.Limit);
                    long units = step.UnitsOf(bucket.Limit);
                    if (step.Kind == StepKind.Settle)
                    {
                        bucket.Bucket.Settle(0, units, start: now, now);
                        exact.Take(units, now);
                    }
                    else if (bucket.Bucket.TryTake(units, now))
                    {
                        Assert.True(exact.HasRoom(units, now, ticks: 1), "It admits more than there is.");
                        exact.Take(units, now);
                    }
                    else
                    {
                        Assert.False(exact.HasRoom(units, now, -rounded), "It refuses what there is.");
                    }

                    rounded++;
                }
            },
            Schedule.Smaller);

    private static History FourUnits => new(60, TimeSpan.FromSeconds(4));
}
