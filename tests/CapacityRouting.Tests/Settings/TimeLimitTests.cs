namespace CapacityRouting.Tests.Settings;

public sealed class TimeLimitTests
{
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    [Fact]
    public void TimeLimit_OfATime_IsThatTime()
    {
        TimeLimit converted = TenSeconds;

        Assert.Equal(TimeLimit.After(TenSeconds), converted);
        Assert.Equal(TenSeconds, converted.Time);
        Assert.Equal("00:00:10", converted.ToString());
    }

    [Fact]
    public void TimeLimit_OfAWord_IsNoTime()
    {
        Assert.Equal(("None", null), (TimeLimit.None.ToString(), TimeLimit.None.Time));
        Assert.Equal(("Adaptive", null), (TimeLimit.Adaptive.ToString(), TimeLimit.Adaptive.Time));
        Assert.NotEqual(TimeLimit.None, TimeLimit.Adaptive);
    }

    [Fact]
    public void TimeLimit_Default_IsAZeroTimeAndNoWord()
    {
        Assert.Equal(TimeLimit.After(TimeSpan.Zero), default);
        Assert.Equal("00:00:00", default(TimeLimit).ToString());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-2)]
    public void TimeLimit_OfANegativeTime_IsNoWord(int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), TimeLimit.After(TimeSpan.FromMilliseconds(milliseconds)).Time);
}
