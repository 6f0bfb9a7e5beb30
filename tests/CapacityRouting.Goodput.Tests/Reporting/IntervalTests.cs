using CapacityRouting.Goodput.Reporting;

namespace CapacityRouting.Goodput.Tests.Reporting;

public sealed class IntervalTests
{
    [Fact]
    public void Of_ThreeValues_IsStudentsInterval()
    {
        // Mean 2, variance 1, t(2) = 4.303: 4.303 / sqrt(3).
        Interval interval = Interval.Of([1, 2, 3]);

        Assert.Equal(2, interval.Mean);
        Assert.Equal(4.303 / Math.Sqrt(3), interval.HalfWidth, 9);
        Assert.Equal("2.0 ± 2.5", interval.Text("0.0"));
    }

    [Fact]
    public void Of_TwentyValues_UsesNineteenDegreesOfFreedom()
    {
        // Ten at 0 and ten at 2: variance 20/19.
        Interval interval = Interval.Of(Enumerable.Range(0, 20).Select(i => i % 2 * 2.0));

        Assert.Equal(2.093 * Math.Sqrt(20.0 / 19 / 20), interval.HalfWidth, 9);
    }

    [Fact]
    public void Of_OneValue_HasNoWidth() => Assert.Equal("0.98", Interval.Of([0.98]).Text("0.00"));
}
