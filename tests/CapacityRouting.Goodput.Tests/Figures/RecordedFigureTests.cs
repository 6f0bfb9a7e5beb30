using CapacityRouting.Goodput.Figures;

namespace CapacityRouting.Goodput.Tests.Figures;

public sealed class RecordedFigureTests
{
    private static readonly Figure Goodput = new("s", "goodput", row => row.GoodputRequests, new(BoundKind.AtLeast, 0.9, "0.000"));
    private static readonly Figure Refusals = new("s", "429s", row => row.RefusedPer1000, new(BoundKind.Below, 2, "0.0"));

    [Fact]
    public void Of_Values_AreTheMeanItsIntervalAndThatOfTheFirstThreeSeeds()
    {
        // Mean 2.5, variance 5/3, t(3) = 3.182; the first three have a mean of 2.
        RecordedFigure recorded = RecordedFigure.Of(Goodput, [1, 2, 3, 4]);

        Assert.Equal(("s", "goodput", 2.5, 2.0), (recorded.Scenario, recorded.Figure, recorded.Mean, recorded.Quick));
        Assert.Equal(3.182 * Math.Sqrt(5.0 / 3 / 4), recorded.Interval, 9);
    }

    // 0.9 less the interval of 0.02 less half of the last digit is 0.8795.
    [Theory]
    [InlineData(1, null)]
    [InlineData(0.8796, null)]
    [InlineData(0.8794, "s: goodput: was 0.9000, is 0.8794; 0.0205 of it may be chance. It is to be >= 0.900.")]
    [InlineData(double.NaN, "s: goodput: was 0.9000, is NaN; 0.0205 of it may be chance. It is to be >= 0.900.")]
    public void Fallen_MoreIsBetter_TellsOfLess(double now, string? expected) =>
        Assert.Equal(expected, new RecordedFigure { Scenario = "s", Figure = "goodput", Mean = 0.95, Interval = 0.02, Quick = 0.9 }.Fallen(Goodput, now));

    [Theory]
    [InlineData(0, null)]
    [InlineData(1.5, null)]
    [InlineData(1.6, "s: 429s: was 1.0000, is 1.6000; 0.5500 of it may be chance. It is to be < 2.0.")]
    public void Fallen_LessIsBetter_TellsOfMore(double now, string? expected) =>
        Assert.Equal(expected, new RecordedFigure { Scenario = "s", Figure = "429s", Mean = 5, Interval = 0.5, Quick = 1 }.Fallen(Refusals, now));
}
