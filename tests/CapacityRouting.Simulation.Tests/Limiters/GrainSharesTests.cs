using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>How a limit is cut into grains.</summary>
public sealed class GrainSharesTests
{
    [Theory]
    [InlineData(60, 1, new[] { 1, 1, 1, 1, 1, 1 })]
    [InlineData(90, 1, new[] { 1, 2, 1, 2, 1, 2 })]
    [InlineData(30, 1, new[] { 0, 1, 0, 1, 0, 1 })]
    [InlineData(100, 1, new[] { 1, 2, 2, 1, 2, 2 })]
    [InlineData(60, 10, new[] { 10, 10, 10, 10, 10, 10 })]
    [InlineData(10, 7, new[] { 1, 1, 1, 1, 1, 2 })]
    public void Of_ALimitOfAMinute_IsTheDifferenceOfTheFloors(long amount, int grainSeconds, int[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, 6).Select(grain => (int)Shares(amount, grainSeconds).Of(grain)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(59)]
    [InlineData(61)]
    [InlineData(1_000_003)]
    public void Before_AWholeMinute_IsTheLimit(long amount)
    {
        Assert.Equal(amount, Shares(amount, 1).Before(60));
        Assert.Equal(amount * 1_440, Shares(amount, 1).Before(60 * 1_440));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    public void FirstAfter_SharesOfOneTwoTwo_IsTheFirstGrainBeforeWhichTheyAre(long units, int grain) =>
        Assert.Equal(grain, Shares(100, 1).FirstAfter(units));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 5)]
    [InlineData(5, 5)]
    public void FirstThatGets_EveryThirdGetsOne_IsTheNextOfThose(int from, int grain) =>
        Assert.Equal(grain, Shares(20, 1).FirstThatGets(from));

    private static GrainShares Shares(long amount, int grainSeconds) =>
        new(new ProviderLimit(CapacityDimension.RequestsPerMinute, amount, LimiterShape.Quantized) { Grain = TimeSpan.FromSeconds(grainSeconds) });
}
