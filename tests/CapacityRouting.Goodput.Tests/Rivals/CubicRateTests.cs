using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class CubicRateTests
{
    // k = cbrt(10 * 0.3 / 0.4) = cbrt(7.5)
    private const double TimeToReturn = 1.9574338205844317;

    [Fact]
    public void Throttled_AnyRate_IsSevenTenthsOfIt() => Assert.Equal(7, new CubicRate().Throttled(rate: 10, now: 2), precision: 9);

    [Theory]
    [InlineData(0, 7)] // 0.4 (-k)^3 + 10 = 10 - 0.4 * 7.5
    [InlineData(TimeToReturn, 10)]
    [InlineData(TimeToReturn - 1, 9.6)]
    [InlineData(TimeToReturn + 1, 10.4)]
    [InlineData(TimeToReturn + 5, 60)] // 0.4 * 125 + 10
    public void Succeeded_AfterAThrottle_FollowsTheCubic(double since, double rate)
    {
        CubicRate cubic = new();
        cubic.Throttled(rate: 10, now: 2);
        Assert.Equal(rate, cubic.Succeeded(2 + since), precision: 9);
    }

    [Fact]
    public void Succeeded_BeforeAnyThrottle_GrowsFromNothing() => Assert.Equal(10.8, new CubicRate().Succeeded(3), precision: 9); // 0.4 * 27
}
