using CapacityRouting.Simulation.Tool.Figures;

namespace CapacityRouting.Simulation.Tool.Tests.Figures;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.000_01, "0.01 %")]
    [InlineData(0.004_2, "0.42 %")]
    [InlineData(0.812_34, "81.2 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.998_79, "99.87 %")]
    [InlineData(0.999_99, "99.99 %")]
    [InlineData(1, "100 %")]
    public void Share_NearAllAndNearNothing_NeverSaysAllOrNothing(double share, string expected) => Assert.Equal(expected, Words.Share(share));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.000_25, "0.3 ms")]
    [InlineData(0.043, "43 ms")]
    [InlineData(1.25, "1.3 s")]
    [InlineData(59, "59 s")]
    [InlineData(65, "1 min 5 s")]
    [InlineData(600, "10 min")]
    [InlineData(3_900, "1 h 5 min")]
    [InlineData(90_000, "1 d 1 h")]
    public void Time_AnyLength_IsInItsLargestUnits(double seconds, string expected) => Assert.Equal(expected, Words.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(12_345, nameof(FigureUnit.Count), "12,345")]
    [InlineData(0.976_4, nameof(FigureUnit.Ratio), "0.976")]
    [InlineData(3.249, nameof(FigureUnit.PerThousand), "3.2 in 1,000 calls")]
    [InlineData(1_234.5, nameof(FigureUnit.Money), "1,234.50")]
    [InlineData(0.012_34, nameof(FigureUnit.Money), "0.0123")]
    [InlineData(0, nameof(FigureUnit.Money), "0.00")]
    public void Of_AUnit_IsWrittenItsWay(double value, string unit, string expected) => Assert.Equal(expected, Words.Of(value, Enum.Parse<FigureUnit>(unit)));

    [Fact]
    public void List_Parts_AreJoinedAsInASentence()
    {
        Assert.Equal("a", Words.List(["a"]));
        Assert.Equal("a and b", Words.List(["a", "b"]));
        Assert.Equal("a, b and c", Words.List(["a", "b", "c"]));
    }
}
