using CapacityRouting.Simulation.Tool.Figures;

namespace CapacityRouting.Simulation.Tool.Tests.Figures;

public sealed class FigureTests
{
    [Fact]
    public void Text_WithSomethingBeside_HasBoth()
    {
        Assert.Equal("5 (50 %)", new Figure("Served", 5, FigureUnit.Count, "(50 %)").Text);
        Assert.Equal("-", new Figure("Served", null, FigureUnit.Count, "(50 %)").Text);
    }

    [Fact]
    public void DifferenceTo_AnotherValue_HasItsSignAndUnit()
    {
        Assert.Equal("+1,500", Count(500).DifferenceTo(Count(2_000)));
        Assert.Equal("−3", Count(5).DifferenceTo(Count(2)));
        Assert.Equal("same", Count(5).DifferenceTo(Count(5)));
        Assert.Equal("-", Count(5).DifferenceTo(Count(null)));
    }

    [Fact]
    public void DifferenceTo_AnotherShare_IsInPoints()
    {
        Assert.Equal("−2.5 points", Share(0.75).DifferenceTo(Share(0.725)));
        Assert.Equal("same", Share(0.75).DifferenceTo(Share(0.750_01)));
    }

    private static Figure Count(double? value) => new("Served", value, FigureUnit.Count);

    private static Figure Share(double? value) => new("Share", value, FigureUnit.Share);
}
