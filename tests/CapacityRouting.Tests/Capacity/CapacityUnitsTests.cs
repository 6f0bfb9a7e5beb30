using CapacityRouting.Capacity;

namespace CapacityRouting.Tests.Capacity;

public sealed class CapacityUnitsTests
{
    [Fact]
    public void Tokens_MoreThanAWordHolds_StaysAtTheMost() =>
        Assert.Equal(long.MaxValue, CapacityUnits.OneRequest(long.MaxValue, 1).Tokens);

    [Fact]
    public void Tokens_OnePartBelowNothing_IsTheOther() => Assert.Equal(20, CapacityUnits.OneRequest(20, -5).Tokens);
}
