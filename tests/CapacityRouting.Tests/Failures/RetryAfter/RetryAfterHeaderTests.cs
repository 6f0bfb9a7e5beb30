using System.Globalization;
using CapacityRouting.Failures.RetryAfter;
using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Failures.RetryAfter;

public sealed class RetryAfterHeaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("30", 30)]
    [InlineData(" 30 ", 30)]
    [InlineData("0.5", 0.5)]
    [InlineData("1.25e1", 12.5)]
    [InlineData("3600", 3_600)]
    [InlineData("1e300", 172_800)]
    [InlineData("99999999999999999999999", 172_800)]
    public void Parse_Seconds_IsThatLongAndAtMostTwoDays(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfterHeader.Parse(value, Now));

    [Theory]
    [InlineData("Sun, 01 Mar 2026 12:00:45 GMT", 45)]
    [InlineData("Sunday, 01-Mar-26 12:00:45 GMT", 45)]
    [InlineData("Sun Mar  1 12:00:45 2026", 45)]
    [InlineData("2026-03-01T12:00:45Z", 45)]
    [InlineData("2026-03-01T13:00:45+01:00", 45)]
    [InlineData("Sun, 01 Mar 2026 12:00:00 GMT", 0)]
    [InlineData("Sun, 01 Mar 2026 11:59:59 GMT", 0)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", 172_800)]
    public void Parse_ADate_IsTheTimeUntilThen(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryAfterHeader.Parse(value, Now));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-1")]
    [InlineData("-0.001")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("∞")]
    [InlineData("1e400")]
    [InlineData("soon")]
    [InlineData("30 seconds")]
    [InlineData("30s")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("\0")]
    public void Parse_NoWaitAtAll_IsUnknown(string value) => Assert.Null(RetryAfterHeader.Parse(value, Now));

    [Theory]
    [InlineData("12:30")]
    [InlineData("23:59:59")]
    [InlineData("May 5")]
    [InlineData("1/2")]
    public void Parse_PartOfADate_IsUnknownAndNotCompletedFromTheMachinesClock(string value) => Assert.Null(RetryAfterHeader.Parse(value, Now));

    [Fact]
    public void Parse_OtherTypes_AreUnderstoodToo()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), RetryAfterHeader.Parse(5, Now));
        Assert.Equal(TimeSpan.FromSeconds(5), RetryAfterHeader.Parse(5L, Now));
        Assert.Equal(TimeSpan.FromSeconds(2.5), RetryAfterHeader.Parse(2.5, Now));
        Assert.Equal(TimeSpan.FromSeconds(5), RetryAfterHeader.Parse(TimeSpan.FromSeconds(5), Now));
        Assert.Equal(TimeSpan.Zero, RetryAfterHeader.Parse(TimeSpan.FromSeconds(-5), Now));
        Assert.Equal(TimeSpan.FromDays(2), RetryAfterHeader.Parse(TimeSpan.MaxValue, Now));
        Assert.Equal(TimeSpan.FromSeconds(5), RetryAfterHeader.Parse(Now.AddSeconds(5), Now));
        Assert.Equal(TimeSpan.Zero, RetryAfterHeader.Parse(DateTimeOffset.MinValue, Now));
        Assert.Equal(TimeSpan.FromDays(2), RetryAfterHeader.Parse(DateTimeOffset.MaxValue, DateTimeOffset.MinValue));
    }

    [Fact]
    public void Parse_MeaninglessTypes_AreUnknown()
    {
        Assert.Null(RetryAfterHeader.Parse(null, Now));
        Assert.Null(RetryAfterHeader.Parse(new object(), Now));
        Assert.Null(RetryAfterHeader.Parse(true, Now));
        Assert.Null(RetryAfterHeader.Parse(double.NaN, Now));
        Assert.Null(RetryAfterHeader.Parse(double.PositiveInfinity, Now));
        Assert.Null(RetryAfterHeader.Parse(-5, Now));
        Assert.Null(RetryAfterHeader.Parse(DBNull.Value, Now));
    }

    [Fact]
    public void Of_AnExceptionWithTheHeader_ReadsIt()
    {
        InvalidOperationException exception = new();
        Assert.Null(RetryAfterHeader.Of(exception, Now));

        exception.Data[RetryAfterHeader.DataKey] = "7";

        Assert.Equal(TimeSpan.FromSeconds(7), RetryAfterHeader.Of(exception, Now));
    }

    [Fact]
    public void Parse_AnyStrings_NothingEscapesAndEveryWaitIsSane() =>
        Properties.Check(
            Strings,
            value =>
            {
                TimeSpan? wait = RetryAfterHeader.Parse(value, Now);
                Assert.True(wait is null || (wait >= TimeSpan.Zero && wait <= TimeSpan.FromDays(2)), $"'{value}' is {wait}.");
            },
            tests: Extent.Of(100_000));

    /// <summary>Numbers and dates in many spellings, cut, joined and with letters exchanged, and plain noise.</summary>
    private static Gen<string> Strings
    {
        get
        {
            Gen<char> letter = Gen.Elements("0123456789+-.,eE:/TZ GMTSunMar\0\t\u221e\u00a0\ud800\u0660".ToCharArray());
            Gen<string> noise = from letters in letter.ArrayOf() select new string(letters);
            Gen<string> number =
                from bits in Gen.Choose(int.MinValue, int.MaxValue)
                from more in Gen.Choose(int.MinValue, int.MaxValue)
                select BitConverter.Int64BitsToDouble(((long)bits << 32) | (uint)more).ToString(CultureInfo.InvariantCulture);
            Gen<string> date =
                from days in Gen.Choose(-730_000, 2_900_000)
                from seconds in Gen.Choose(0, 86_399)
                from format in Gen.Elements("r", "O", "u", "s", "ddd MMM d HH:mm:ss yyyy", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "d", "T")
                select new DateTime(2026, 1, 1).AddDays(Math.Clamp(days, -739_000, 2_900_000)).AddSeconds(seconds).ToString(format, CultureInfo.InvariantCulture);
            Gen<string> some = Gen.OneOf(noise, number, date);
            return Gen.OneOf(
                some,
                from text in some
                from at in Gen.Choose(0, 100)
                from other in letter
                select text.Length == 0 ? text : text.Remove(at % text.Length, 1).Insert(at % text.Length, other.ToString()),
                from text in some
                from at in Gen.Choose(0, 100)
                from tail in noise
                select text[..Math.Min(at, text.Length)] + tail);
        }
    }
}
