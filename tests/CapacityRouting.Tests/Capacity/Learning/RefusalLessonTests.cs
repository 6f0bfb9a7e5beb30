using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Learning;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity.Learning;

/// <summary>What one and two refusals say of a rate, by arithmetic. The limit is taken for 60 a minute, which is one a second.</summary>
public sealed class RefusalLessonTests
{
    private const long Second = TimeSpan.TicksPerSecond;
    private const long Now = 1_000 * Second;

    private static readonly RateLimit Sixty = TestBucket.LimitOf(60);

    [Fact]
    public void Of_FirstRefusal_GivesWayByThreeTenthsAndComesBack() => Assert.Equal(new(42, 60, Now), RefusalLesson.Of(Sixty, since: null, Now, TestBucket.Clock));

    [Fact]
    public void Of_RefusalLongAfterTheLast_CountsAsAFirst()
    {
        Assert.Equal(new(42, 60, Now), Of(5, sinceLast: (120 * Second) + 1));
        Assert.Equal(57.5, Of(5, sinceLast: 120 * Second).Start);
    }

    [Theory]
    [InlineData(5, 10, 30)]
    [InlineData(5, 20, 45)]
    [InlineData(1, 60, 59)]
    public void Of_SecondRefusal_IsTheRateLessTheDrift(double drift, int seconds, double believed) =>
        Assert.Equal(new(believed, believed, Now), Of(drift, sinceLast: seconds * Second));

    [Theory]
    [InlineData(6, 10, 30)]
    [InlineData(60, 10, 30)]
    [InlineData(1e9, 10, 30)]
    [InlineData(-5, 10, 60)]
    public void Of_Measurement_IsNeverBelowAHalfNorAboveTheLimit(double drift, int seconds, double believed) =>
        Assert.Equal(believed, Of(drift, sinceLast: seconds * Second).Start);

    [Theory]
    [InlineData(5, 10, 40, 40)]
    [InlineData(1, 60, 40, 59)]
    [InlineData(60, 10, 75, 60)]
    [InlineData(5, 10, 0, 30)]
    [InlineData(5, 10, -20, 30)]
    public void Of_Measurement_IsNeverBelowWhatWasAcceptedMeanwhile(double drift, int seconds, double accepted, double believed) =>
        Assert.Equal(believed, RefusalLesson.Of(Sixty, new(drift, seconds * Second, accepted), Now, TestBucket.Clock).Start);

    [Theory]
    [InlineData(0)]
    [InlineData(-10)]
    public void Of_NoTimeBetweenTheTwo_MeasuresNothing(int seconds) => Assert.Equal(new(42, 60, Now), Of(5, sinceLast: seconds * Second));

    /// <summary>Against a continuous bucket of the true rate r: refused at t1 and t2 for i1 and i2, with A accepted in between.</summary>
    [Fact]
    public void Of_TwoRefusalsOfAnyContinuousBucket_FindItsRate() =>
        Properties.Check(
            from share in Gen.Choose(50, 95)
            from had in Gen.Choose(0, 50)
            from first in Gen.Choose(1, 50)
            from seconds in Gen.Choose(5, 60)
            from accepted in Gen.Choose(0, 100)
            from second in Gen.Choose(1, 50)
            select (Rate: share / 100d, Had: (double)had, First: first, Seconds: seconds, AcceptedShare: accepted / 100d, Second: second),
            run =>
            {
                double asked1 = run.Had + run.First;
                double wait1 = run.First / run.Rate;
                double accepted = run.AcceptedShare * (run.Had + (run.Rate * run.Seconds));
                double had2 = run.Had + (run.Rate * run.Seconds) - accepted;
                double asked2 = had2 + run.Second;
                double wait2 = run.Second / run.Rate;

                // The bucket that is taken for one a second: held to the first wait, filled, and drawn on.
                double drift = asked1 - wait1 + run.Seconds - accepted - (asked2 - wait2);
                double elapsed = run.Seconds + wait2 - wait1;
                if (elapsed is < 1 or > 120)
                    return;

                Assert.Equal((accepted + asked2 - asked1) / elapsed, run.Rate, 9);
                Assert.Equal(60 * run.Rate, Of(drift, (long)(elapsed * Second)).Start, 3);
            });

    private static RateEstimate Of(double drift, long sinceLast) => RefusalLesson.Of(Sixty, new RefusalDrift(drift, sinceLast, Accepted: 0), Now, TestBucket.Clock);
}
