using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Capacity.Limits;

public sealed class RateEstimateTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    private static readonly RateEstimate Hundred = RateEstimate.Of(100, 0, new(3, 40));

    /// <summary>It holds for 30 s, rises by 4 % for three minutes, and then grows by a quarter every 10 s.</summary>
    [Theory]
    [InlineData(0, 100)]
    [InlineData(29, 100)]
    [InlineData(30, 104)]
    [InlineData(209, 104)]
    [InlineData(210, 130)]
    [InlineData(219, 130)]
    [InlineData(240, 253)]
    public void After_SoLong_GrowsInSteps(int seconds, long units) => Assert.Equal(units, Hundred.After(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void After_AnyTime_NeverFallsAndStaysWithinAWord()
    {
        long[] grown = [.. Enumerable.Range(0, 3_000).Select(second => Hundred.After(TimeSpan.FromSeconds(second)))];

        Assert.Equal(grown.Order(), grown);
        Assert.InRange(grown[^1], 101, (long.MaxValue / 4) + 1);
    }

    [Fact]
    public void After_NearlyNothing_IsAUnitAtLeast() => Assert.Equal(1, RateEstimate.Of(0.1, 0, default).After(TimeSpan.Zero));

    /// <summary>The provider's own bucket hides the last step, so two steps are taken back, and the next growth comes later.</summary>
    [Theory]
    [InlineData(30, 100, 60)]
    [InlineData(229, 100, 60)]
    [InlineData(230, 125, 60)]
    [InlineData(240, 156, 60)]
    public void SteppedBack_WhileItGrows_KeepsWhatIsProven(int seconds, long rate, int hold)
    {
        RateEstimate back = Hundred.SteppedBack(TimeSpan.FromSeconds(seconds), now: 7);

        Assert.Equal((rate, 7, TimeSpan.FromSeconds(hold)), (back.After(TimeSpan.Zero), back.Since, back.Hold));
    }

    [Fact]
    public void SteppedBack_AgainAndAgain_HoldsForAMinuteAtMost()
    {
        RateEstimate estimate = Hundred;
        for (int refusal = 0; refusal < 20; refusal++)
            estimate = estimate.SteppedBack(estimate.Hold, 0);

        Assert.Equal((100, TimeSpan.FromMinutes(1)), (estimate.After(TimeSpan.Zero), estimate.Hold));
    }

    [Fact]
    public void Grown_UpToTheLimit_SaysNothingAnyLonger()
    {
        Clock clock = Tools.TestBucket.Clock;
        LimitTerms terms = new LimitTerms(200).With(Hundred);
        Assert.Equal((100, LimitSource.Learned), (terms.InForce, terms.Source));

        Assert.Equal(162, terms.Grown(220 * Second, clock).InForce);
        Assert.Equal(new LimitTerms(200), terms.Grown(230 * Second, clock));
    }

    [Fact]
    public void Grown_WithoutAnyOtherLimit_EndsInTheEnd()
    {
        Clock clock = Tools.TestBucket.Clock;
        LimitTerms terms = LimitTerms.None.With(Hundred);

        Assert.Equal((100, LimitSource.Learned), (terms.InForce, terms.Source));
        Assert.Null(terms.Grown(600 * Second, clock).InForce);
    }

    [Fact]
    public void InForce_EstimateAboveWhatIsKnown_IsWhatIsKnown() =>
        Assert.Equal(60, new LimitTerms(60).With(Hundred).InForce);
}
