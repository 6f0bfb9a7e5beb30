using CapacityRouting.Estimation;

namespace CapacityRouting.Tests.Estimation;

public sealed class TokenCostTests
{
    private static readonly TokenCost Cost = new(new() { InputPerMillion = 0.075m, CachedInputPerMillion = 0.01875m, OutputPerMillion = 0.30m });

    // In billionths: a fresh token 75, a cached one 18.75, an output token 300.
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(1, 0, 0, 75)]
    [InlineData(0, 0, 1, 300)]
    [InlineData(100, 0, 10, 10_500)]
    [InlineData(100, 40, 10, 8_250)]
    [InlineData(1, 1, 0, 19)]
    [InlineData(10, 40, 0, 1_500)]
    public void Of_Tokens_IsTheirPriceRoundedUp(long input, long cached, long output, long cost) => Assert.Equal(cost, Cost.Of(input, cached, output));

    [Fact]
    public void Of_MoreThanAWordHolds_IsMoreThanAnyBudget()
    {
        long most = Cost.Of(long.MaxValue / 4, 0, long.MaxValue / 4);

        Assert.True(most is > 1_000_000_000_000_000_000 and <= long.MaxValue / 4);
    }

    [Fact]
    public void Of_NoPriceForCachedInput_IsThatOfOtherInput() =>
        Assert.Equal(2_000, new TokenCost(new() { InputPerMillion = 1 }).Of(input: 2, cached: 1, output: 5));
}
