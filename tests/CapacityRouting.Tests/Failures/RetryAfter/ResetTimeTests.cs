using System.Globalization;
using CapacityRouting.Failures.RetryAfter;
using CapacityRouting.Tests.Tools;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Failures.RetryAfter;

public sealed class ResetTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("45s", 45)]
    [InlineData("6m0s", 360)]
    [InlineData("40ms", 0.04)]
    [InlineData("45", 45)]
    [InlineData("0.25", 0.25)]
    [InlineData("999999999", 999_999_999)]
    [InlineData("2026-03-01T12:00:45Z", 45)]
    [InlineData("2026-03-01T12:00:45.250Z", 45.25)]
    [InlineData("2026-03-01T13:00:45+01:00", 45)]
    [InlineData("2026-03-01 12:00:45", 45)]
    [InlineData("Sun, 01 Mar 2026 12:00:45 GMT", 45)]
    [InlineData("1772366445", 45)]
    [InlineData("1772366445.5", 45.5)]
    [InlineData("1772366445000", 45)]
    [InlineData("1772366445000000", 45)]
    [InlineData("1772366445000000000", 45)]
    public void Parse_EveryDialect_IsTheTimeFromNow(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ResetTime.Parse(value, Now));

    [Theory]
    [InlineData("0")]
    [InlineData("0s")]
    [InlineData("2026-03-01T11:59:59Z")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("1772366399")]
    [InlineData("1000000000000")]
    public void Parse_WhatIsOver_IsZero(string value) => Assert.Equal(TimeSpan.Zero, ResetTime.Parse(value, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-1")]
    [InlineData("-5s")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-02-30")]
    [InlineData("12:30")]
    public void Parse_WhatSaysNothing_IsUnknown(string? value) => Assert.Null(ResetTime.Parse(value, Now));

    [Fact]
    public void Parse_AMomentBeyondTheCalendar_IsForEver() =>
        Assert.Equal(TimeSpan.MaxValue, ResetTime.Parse("99999999999999999999999999", Now));

    [Theory]
    [InlineData("6m0s")]
    [InlineData("7.66s")]
    [InlineData("59")]
    [InlineData("1772366445000")]
    [InlineData("2026-03-01T12:00:45Z")]
    public void Parse_CommonForms_AllocateNothing(string value)
    {
        ResetTime.Parse(value, Now);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++)
            ResetTime.Parse(value, Now);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Parse_WhatWasWrittenInAnyForm_IsReadBack() =>
        Properties.Check(
            Gen.Zip(Gen.Choose(0, WrittenDuration.Forms + 3), Properties.AnySize(TimeSpan.TicksPerDay * 365)),
            written =>
            {
                (string text, TimeSpan expected) = Write(written.Item1, TimeSpan.FromTicks(written.Item2));
                Assert.Equal(expected, ResetTime.Parse(text, Now));
            },
            tests: Extent.Of(150_000));

    [Fact]
    public void Parse_Noise_NeverThrowsAndIsNeverNegative() =>
        Properties.Check(
            Noise.Of(["2026", "-03", "-01", "T", "12", ":00", ":45", ".5", "Z", "+01:00", " ", ",", "Sun", "Mar ", "1", "1772366445", "000", "GMT", "-1", "9999", "AM", "PM", "s", "at", "\ud800"], 12),
            text => Assert.False(ResetTime.Parse(text, Now) < TimeSpan.Zero, text),
            tests: Extent.Of(150_000));

    private static (string Text, TimeSpan Expected) Write(int form, TimeSpan duration)
    {
        DateTimeOffset then = Now + duration;
        TimeSpan sinceEpoch = then - DateTimeOffset.UnixEpoch;
        return (form - WrittenDuration.Forms) switch
        {
            0 => (then.ToString("O", CultureInfo.InvariantCulture), duration),
            1 => (then.ToString("r", CultureInfo.InvariantCulture), TimeSpan.FromTicks(duration.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond)),
            2 => (((decimal)sinceEpoch.Ticks / TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture), duration),
            3 => (((decimal)sinceEpoch.Ticks / TimeSpan.TicksPerMillisecond).ToString(CultureInfo.InvariantCulture), duration),
            _ => WrittenDuration.Of(form, duration),
        };
    }
}
