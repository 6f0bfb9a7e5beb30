using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation.Tests.Traffic;

public sealed class SecondsTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData(" 1.5 ", 15_000_000)]
    [InlineData("+2", 20_000_000)]
    [InlineData("1e2", 1_000_000_000)]
    [InlineData("0.0000001", 1)]
    [InlineData("0.00000004", 0)]
    [InlineData("1e-400", 0)]
    [InlineData("0e999999999999", 0)]
    [InlineData("3153599999.9999999", 31_535_999_999_999_999)]
    public void Parse_Number_IsExactToTheTick(string text, long ticks)
    {
        Assert.Equal(new TimeSpan(ticks), Seconds.Parse(text, out string? problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("", "is not a number")]
    [InlineData("1,5", "is not a number")]
    [InlineData("1:30", "is not a number")]
    [InlineData("NaN", "is not a finite number")]
    [InlineData("Infinity", "is not a finite number")]
    [InlineData("1e999", "is not a finite number")]
    [InlineData("-0.001", "is negative")]
    [InlineData("3153600001", "is more than 3153600000 (a hundred years, in seconds)")]
    public void Parse_NoTime_SaysWhy(string text, string expected)
    {
        Assert.Null(Seconds.Parse(text, out string? problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData(0, "0.000")]
    [InlineData(1, "0.0000001")]
    [InlineData(15_000_000, "1.500")]
    [InlineData(36_000_000_000, "3600.000")]
    [InlineData(31_535_999_999_999_999, "3153599999.9999999")]
    public void Format_Time_HasAllItsDigits(long ticks, string expected) => Assert.Equal(expected, Seconds.Format(new TimeSpan(ticks)));
}
