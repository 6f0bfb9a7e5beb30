using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Tests.Capacity.Limits;

public sealed class CapacityUnitsTests
{
    [Fact]
    public void Tokens_OfTheMostThatIsTaken_FitInAWord() =>
        Assert.InRange(CapacityUnits.OneRequest(long.MaxValue, long.MaxValue).Tokens, long.MaxValue / 4, long.MaxValue);

    [Fact]
    public void Tokens_OnePartBelowNothing_IsTheOther() => Assert.Equal(20, CapacityUnits.OneRequest(20, -5).Tokens);
}
