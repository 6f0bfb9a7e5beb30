using CapacityRouting.Failures.RetryAfter;
using CapacityRouting.Tests.Tools;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Failures.RetryAfter;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("1s", 10_000_000)]
    [InlineData("+1s", 10_000_000)]
    [InlineData(" 1s ", 10_000_000)]
    [InlineData("0s", 0)]
    [InlineData("0", 0)]
    [InlineData("6m0s", 3_600_000_000)]
    [InlineData("1h2m", 37_200_000_000)]
    [InlineData("1h2m3.5s", 37_235_000_000)]
    [InlineData("9m38.016s", 5_780_160_000)]
    [InlineData("120ms", 1_200_000)]
    [InlineData("1.5ms", 15_000)]
    [InlineData("250us", 2_500)]
    [InlineData("250\u00b5s", 2_500)]
    [InlineData("250\u03bcs", 2_500)]
    [InlineData("1.5h", 54_000_000_000)]
    [InlineData("2d", 1_728_000_000_000)]
    public void TryParse_GoDurations_AreExact(string text, long ticks) => AssertReads(text, ticks);

    [Theory]
    [InlineData("1ns", 1)]
    [InlineData("100ns", 1)]
    [InlineData("101ns", 2)]
    [InlineData("1.984999999s", 19_850_000)]
    [InlineData("0.00000010000000000000000000000000000001s", 2)]
    [InlineData("0.00000000000000000000000000000000000001", 1)]
    public void TryParse_BetweenTwoTicks_IsTheLater(string text, long ticks) => AssertReads(text, ticks);

    [Theory]
    [InlineData("12", 120_000_000)]
    [InlineData("0.5", 5_000_000)]
    [InlineData("1,234", 12_340_000_000)]
    public void TryParse_BareNumbers_AreSeconds(string text, long ticks) => AssertReads(text, ticks);

    [Theory]
    [InlineData("PT1M30S", 900_000_000)]
    [InlineData("PT0.5S", 5_000_000)]
    [InlineData("P1DT2H", 936_000_000_000)]
    [InlineData("P2W", 12_096_000_000_000)]
    public void TryParse_Iso8601_IsExact(string text, long ticks) => AssertReads(text, ticks);

    [Theory]
    [InlineData("5 minutes", 3_000_000_000)]
    [InlineData("1 hour and 5 minutes", 39_000_000_000)]
    [InlineData("2 Hours, 10 Seconds", 72_100_000_000)]
    [InlineData("1 day", 864_000_000_000)]
    public void TryParse_Words_AreUnderstood(string text, long ticks) => AssertReads(text, ticks);

    [Theory]
    [InlineData("99999999999999999999999")]
    [InlineData("99999999999999999999999h")]
    [InlineData("18446744073709551615s")]
    [InlineData("3000000h1m")]
    [InlineData("6000000h59m")]
    public void TryParse_BeyondCenturies_IsForEverAndNeverOverflows(string text)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan duration));
        Assert.True(duration > TimeSpan.FromDays(100_000), $"{duration}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-1")]
    [InlineData("-5s")]
    [InlineData("s")]
    [InlineData("1x")]
    [InlineData("1s2")]
    [InlineData("1s1m")]
    [InlineData("1s1s")]
    [InlineData("1month")]
    [InlineData("1..5s")]
    [InlineData(".5s")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("P1M")]
    [InlineData("P1Y")]
    [InlineData("PT1M30")]
    [InlineData("P1S")]
    [InlineData("\ud800")]
    [InlineData("\u0661s")]
    public void TryParse_NoDuration_IsRefused(string text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void TryParse_ManyDigits_IsReadInOneGo()
    {
        Assert.True(Durations.TryParse(new string('9', 65_536), out TimeSpan longest));
        Assert.Equal(TimeSpan.MaxValue, longest);
        Assert.True(Durations.TryParse("0." + new string('0', 65_536) + "1s", out TimeSpan shortest));
        Assert.Equal(TimeSpan.FromTicks(1), shortest);
    }

    [Fact]
    public void TryParse_WhatWasWrittenInAnyForm_ReadsTheSame() =>
        Properties.Check(
            Gen.Zip(Gen.Choose(0, WrittenDuration.Forms - 1), Properties.AnySize(TimeSpan.TicksPerDay * 365)),
            written =>
            {
                (string text, TimeSpan expected) = WrittenDuration.Of(written.Item1, TimeSpan.FromTicks(written.Item2));
                Assert.True(Durations.TryParse(text, out TimeSpan read), text);
                Assert.Equal(expected, read);
            },
            tests: Extent.Of(150_000));

    [Fact]
    public void TryParse_Noise_NeverThrowsAndIsNeverNegative() =>
        Properties.Check(
            Noise.Of(["1", "9", "0.", ".5", ",000", "h", "m", "s", "ms", "us", "\u00b5s", "ns", "P", "T", "-", "+", " ", "and", "e9", "\0", "\ud800", "99999999999999999999"]),
            text => Assert.False(Durations.TryParse(text, out TimeSpan duration) && duration < TimeSpan.Zero, text),
            tests: Extent.Of(150_000));

    private static void AssertReads(string text, long ticks)
    {
        Assert.True(Durations.TryParse(text, out TimeSpan duration), text);
        Assert.Equal(ticks, duration.Ticks);
    }
}
