using CapacityRouting.Goodput.Figures;

namespace CapacityRouting.Goodput.Tests.Figures;

public sealed class BoundTests
{
    private static readonly Bound AtLeast = new(BoundKind.AtLeast, 0.95, "0.000");
    private static readonly Bound AtMost = new(BoundKind.AtMost, 1, "0");
    private static readonly Bound Below = new(BoundKind.Below, 2, "0.0");

    [Theory]
    [InlineData(0.9499, false)]
    [InlineData(0.95, true)]
    [InlineData(0.96, true)]
    public void IsMetBy_AtLeast_IsAsMuchOrMore(double value, bool expected) => Assert.Equal(expected, AtLeast.IsMetBy(value));

    [Theory]
    [InlineData(1, true, 2, false)]
    [InlineData(1.01, false, 2.01, false)]
    [InlineData(0, true, 1.99, true)]
    public void IsMetBy_AtMostAndBelow_DifferInTheValueItself(double one, bool atMost, double two, bool below) =>
        Assert.Equal((atMost, below), (AtMost.IsMetBy(one), Below.IsMetBy(two)));

    [Fact]
    public void IsMetBy_NoNumber_IsFalse() => Assert.DoesNotContain(true, new[] { AtLeast, AtMost, Below }.Select(bound => bound.IsMetBy(double.NaN)));

    [Fact]
    public void Fall_AWorseValue_IsAboveZero()
    {
        Assert.Equal(0.25, AtLeast.Fall(1, 0.75));
        Assert.Equal(0.25, AtMost.Fall(0.75, 1));
        Assert.Equal(-0.25, Below.Fall(1, 0.75));
    }

    [Fact]
    public void Unnoticed_OfAFormat_IsHalfOfItsLastDigit()
    {
        Assert.Equal(0.0005, AtLeast.Unnoticed, 12);
        Assert.Equal(0.5, AtMost.Unnoticed, 12);
        Assert.Equal(0.05, Below.Unnoticed, 12);
    }

    [Fact]
    public void Text_OfEach_TellsItsSideAndValue() => Assert.Equal([">= 0.950", "<= 1", "< 2.0"], new[] { AtLeast, AtMost, Below }.Select(bound => bound.Text));
}
