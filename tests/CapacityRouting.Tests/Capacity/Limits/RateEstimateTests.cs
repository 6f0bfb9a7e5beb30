using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Capacity.Limits;

public sealed class RateEstimateTests
{
    /// <summary>From 64 to 128 in 20 s by a cube, then to the double in 60 s more by another.</summary>
    /// <param name="seconds">Since it began.</param>
    /// <param name="units">128 - 64 * (1 - s/20)^3, then 128 * (1 + ((s - 20)/60)^3).</param>
    [Theory]
    [InlineData(0, 64)]
    [InlineData(5, 101)]
    [InlineData(10, 120)]
    [InlineData(15, 127)]
    [InlineData(20, 128)]
    [InlineData(50, 144)]
    [InlineData(80, 256)]
    public void After_SoLong_FollowsTheCubes(int seconds, long units) =>
        Assert.Equal(units, new RateEstimate(64, 128, 0).After(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void After_AnyTime_NeverFalls()
    {
        RateEstimate estimate = new(70, 100, 0);

        long[] grown = [.. Enumerable.Range(0, 300).Select(second => estimate.After(TimeSpan.FromSeconds(second)))];

        Assert.Equal(grown.Order(), grown);
        Assert.True(grown[^1] > grown[0]);
    }

    [Fact]
    public void After_FarTooLong_StaysWithinAWord() =>
        Assert.InRange(new RateEstimate(1, long.MaxValue / 8, 0).After(TimeSpan.FromDays(1_000)), 1, (long.MaxValue / 4) + 1);

    [Fact]
    public void After_NearlyNothing_IsAUnitAtLeast() => Assert.Equal(1, new RateEstimate(0.1, 0.1, 0).After(TimeSpan.Zero));

    [Fact]
    public void Grown_UpToTheLimit_SaysNothingAnyLonger()
    {
        Clock clock = Tools.TestBucket.Clock;
        LimitTerms terms = new LimitTerms(60).Contradicted(new(30, 30, Since: 0));
        Assert.Equal(30, terms.InForce);
        Assert.Equal(LimitSource.Tightened, terms.Source);

        // 30 * (1 + (s - 20)^3 / 60^3): 33 at 50 s, 60 at 80 s.
        Assert.Equal(33, terms.Grown(50 * TimeSpan.TicksPerSecond, clock).InForce);
        Assert.Equal(58, terms.Grown(79 * TimeSpan.TicksPerSecond, clock).InForce);
        Assert.Equal(new LimitTerms(60), terms.Grown(80 * TimeSpan.TicksPerSecond, clock));
    }

    [Fact]
    public void InForce_EstimateAboveWhatIsKnown_IsWhatIsKnown() =>
        Assert.Equal(60, new LimitTerms(60).Contradicted(new(90, 90, 0)).InForce);
}
