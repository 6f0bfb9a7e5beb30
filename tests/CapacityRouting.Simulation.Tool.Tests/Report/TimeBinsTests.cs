using CapacityRouting.Simulation.Tool.Report;

namespace CapacityRouting.Simulation.Tool.Tests.Report;

public sealed class TimeBinsTests
{
    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(0.5, 1, 0.5)]
    [InlineData(60, 60, 1)]
    [InlineData(99.5, 99, 99.5 / 99)]
    [InlineData(150, 75, 2)]
    [InlineData(3_600, 60, 60)]
    [InlineData(3_610, 60, 3_610.0 / 60)]
    [InlineData(864_000, 40, 21_600)]
    public void Of_AnyLength_FillsItExactlyWithAtMostAHundred(double seconds, int count, double each)
    {
        TimeBins bins = TimeBins.Of(TimeSpan.FromSeconds(seconds));

        Assert.Equal(count, bins.Count);
        Assert.Equal(each, bins.Each.TotalSeconds, 6);
    }

    [Fact]
    public void PerMinute_Amounts_AreRates()
    {
        TimeBins bins = TimeBins.Of(TimeSpan.FromSeconds(150));

        double[] rates = bins.PerMinute([0, 1.9, 2, 150], second => TimeSpan.FromSeconds(second), _ => 3);

        // Bins of 2 s: two items of 3 in the first are 6 in 2 s, 180 a minute. What happens at the very end belongs to the last.
        Assert.Equal((180, 90, 0, 90), (rates[0], rates[1], rates[2], rates[^1]));
        Assert.Equal([1, 3, 5], bins.Middles.Take(3));
    }
}
