using CapacityRouting.Failures.RetryAfter;

namespace CapacityRouting.Tests.Failures.RetryAfter;

public sealed class TimestampsTests
{
    [Theory]
    [InlineData("2026-04-01")]
    [InlineData("2026-04-01 at 00:00 UTC")]
    [InlineData("2026-04-01T00:00:00Z")]
    [InlineData("2026-04-01T00:00:00.000+00:00")]
    [InlineData("2026-04-01 05:30 +0530")]
    [InlineData("2026-03-31T19:00:00-05:00")]
    [InlineData("2026-04-01 12:00 AM")]
    [InlineData("April 1, 2026")]
    [InlineData("April 1st, 2026 at 12:00 AM")]
    [InlineData("Apr 1 2026, 00:00 UTC")]
    [InlineData("1 April 2026 at 00:00")]
    [InlineData("Wednesday, April 1, 2026 at 00:00")]
    [InlineData("Wed, 01 Apr 2026 00:00:00 GMT")]
    [InlineData("Wednesday, 01-Apr-26 00:00:00 GMT")]
    [InlineData("Wed Apr  1 00:00:00 2026")]
    public void TryParse_OneDayInManySpellings_IsTheSameMoment(string text)
    {
        Assert.True(Timestamps.TryParse(text, out DateTimeOffset moment), text);
        Assert.Equal(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), moment);
    }

    [Theory]
    [InlineData("2026-04-01 12:30 PM", 12, 30)]
    [InlineData("2026-04-01 1:05 pm", 13, 5)]
    [InlineData("April 1st, 2026 9:30 PM", 21, 30)]
    public void TryParse_TwelveHours_AreToldApart(string text, int hour, int minute)
    {
        Assert.True(Timestamps.TryParse(text, out DateTimeOffset moment), text);
        Assert.Equal(new DateTimeOffset(2026, 4, 1, hour, minute, 0, TimeSpan.Zero), moment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026")]
    [InlineData("2026-04")]
    [InlineData("2026-4-1")]
    [InlineData("0000-01-01")]
    [InlineData("2026-02-29")]
    [InlineData("2026-04-01T25:00:00Z")]
    [InlineData("2026-04-01T00:60:00Z")]
    [InlineData("2026-04-01T00:00:61Z")]
    [InlineData("9999-12-31T23:59:59-10:00")]
    [InlineData("0001-01-01T00:00:00+10:00")]
    [InlineData("April 2026")]
    [InlineData("April 31, 2026")]
    [InlineData("Smarch 1, 2026")]
    [InlineData("Wed, Apr")]
    public void TryParse_NoWholeDate_IsRefused(string text) => Assert.False(Timestamps.TryParse(text, out _));
}
