using CapacityRouting.Failures.Providers;

namespace CapacityRouting.Tests.Failures.Providers;

public sealed class LimitNumberTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("120", 120)]
    [InlineData("  120 ", 120)]
    [InlineData("1,000", 1_000)]
    [InlineData("12,345,678", 12_345_678)]
    [InlineData("1,250.0", 1_250)]
    [InlineData("30000.0", 30_000)]
    [InlineData("59.9", 59)]
    [InlineData("1e6", 1_000_000)]
    [InlineData("2.5E3", 2_500)]
    [InlineData("60;w=60", 60)]
    [InlineData("1000000000000000", 1_000_000_000_000_000)]
    public void Parse_ACount_IsThatCount(string text, long count) => Assert.Equal(count, LimitNumber.Parse(text));

    [Theory]
    [InlineData("300, 80", 80)]
    [InlineData("300,80", 80)]
    [InlineData("80,300", 80_300)]
    [InlineData("80, 300", 80)]
    [InlineData("5000,300", 300)]
    [InlineData("1,000, 2,000", 1_000)]
    [InlineData("1,000,2,000", 1_000)]
    [InlineData("40, none", 40)]
    [InlineData("-1, 40", 40)]
    [InlineData("70, 70;w=60", 70)]
    [InlineData(",,9,", 9)]
    public void Parse_SeveralValues_IsTheSmallestThatIsSaid(string text, long count) => Assert.Equal(count, LimitNumber.Parse(text));

    [Theory]
    [InlineData("10, 10;w=1", 10, 1)]
    [InlineData("10;w=60", 10, 60)]
    [InlineData("1000;w=3600, 100;comment=x; w=60", 100, 60)]
    [InlineData("100;w=60, 1000;w=3600", 100, 60)]
    [InlineData("1000;w=3600, 100", 100, null)]
    [InlineData("10;w=0", 10, null)]
    [InlineData("10;w=soon", 10, null)]
    [InlineData("10", 10, null)]
    public void Parse_AWindowBesideTheCount_IsThatOfTheSmallest(string text, long count, int? seconds)
    {
        Assert.Equal(count, LimitNumber.Parse(text, out TimeSpan? window));
        Assert.Equal(seconds, window?.TotalSeconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("-1")]
    [InlineData("+5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("unlimited")]
    [InlineData("12abc")]
    [InlineData("0x10")]
    [InlineData("1e400")]
    [InlineData("1000000000000001")]
    [InlineData("9223372036854775807")]
    [InlineData("99999999999999999999999999")]
    [InlineData("6m0s")]
    [InlineData("2026-03-01T12:00:00Z")]
    public void Parse_NoCount_IsNotSaid(string? text) => Assert.Null(LimitNumber.Parse(text));
}
