using CapacityRouting.Capacity;

namespace CapacityRouting.Tests.Capacity;

public sealed class CapacityUnitsTests
{
    [Theory]
    [InlineData(CapacityDimension.RequestsPerMinute, 1)]
    [InlineData(CapacityDimension.RequestsPerDay, 1)]
    [InlineData(CapacityDimension.InputTokensPerMinute, 20)]
    [InlineData(CapacityDimension.OutputTokensPerMinute, 300)]
    [InlineData(CapacityDimension.TokensPerMinute, 320)]
    [InlineData(CapacityDimension.TokensPerDay, 320)]
    public void In_EachDimension_CountsWhatItCounts(CapacityDimension dimension, long units) =>
        Assert.Equal(units, CapacityUnits.OneRequest(20, 300).In(dimension));

    [Fact]
    public void RequestOnly_InTokens_IsNothing()
    {
        Assert.Equal(1, CapacityUnits.RequestOnly.In(CapacityDimension.RequestsPerMinute));
        Assert.Equal(0, CapacityUnits.RequestOnly.In(CapacityDimension.TokensPerMinute));
        Assert.Equal(0, CapacityUnits.None.In(CapacityDimension.RequestsPerMinute));
    }

    [Fact]
    public void Tokens_MoreThanAWordHolds_StaysAtTheMost() =>
        Assert.Equal(long.MaxValue, CapacityUnits.OneRequest(long.MaxValue, 1).Tokens);

    [Fact]
    public void Tokens_OnePartBelowNothing_IsTheOther() => Assert.Equal(20, CapacityUnits.OneRequest(20, -5).Tokens);
}
