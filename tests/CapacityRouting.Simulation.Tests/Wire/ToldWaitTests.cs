using CapacityRouting.Simulation.Wire;

namespace CapacityRouting.Simulation.Tests.Wire;

public sealed class ToldWaitTests
{
    [Theory]
    [InlineData(1, "1", "1")] // A tick is a millisecond and a second.
    [InlineData(10_000, "1", "1")]
    [InlineData(10_001, "1", "2")]
    [InlineData(10_000_000, "1", "1000")]
    [InlineData(10_000_001, "2", "1001")]
    [InlineData(864_000_000_000, "86400", "86400000")]
    public void Exact_AnyWait_IsRoundedUp(long ticks, string seconds, string milliseconds)
    {
        ToldWait told = ToldWait.Of(TimeSpan.FromTicks(ticks), RetryAfterStyle.Exact);

        Assert.Equal((seconds, milliseconds), (told.Headers["Retry-After"], told.Headers["Retry-After-Ms"]));
        Assert.Equal(TimeSpan.FromTicks(ticks), told.InWords);
    }

    [Fact]
    public void Rounded_AWait_IsInSecondsAlone()
    {
        ToldWait told = ToldWait.Of(TimeSpan.FromMilliseconds(1001), RetryAfterStyle.Rounded);

        Assert.Equal(new Dictionary<string, string>(StringComparer.Ordinal) { ["retry-after"] = "2" }, told.Headers);
        Assert.Equal(TimeSpan.FromMilliseconds(1001), told.InWords);
    }

    [Fact]
    public void Lying_AWait_IsHalfOfIt()
    {
        ToldWait told = ToldWait.Of(TimeSpan.FromSeconds(3), RetryAfterStyle.Lying);

        Assert.Equal(("2", "1500"), (told.Headers["retry-after"], told.Headers["retry-after-ms"]));
        Assert.Equal(TimeSpan.FromSeconds(1.5), told.InWords);
    }

    [Theory]
    [InlineData(RetryAfterStyle.Prose, true)]
    [InlineData(RetryAfterStyle.Absent, false)]
    public void ProseAndAbsent_AWait_IsInNoHeader(RetryAfterStyle style, bool inWords)
    {
        ToldWait told = ToldWait.Of(TimeSpan.FromSeconds(3), style);

        Assert.Empty(told.Headers);
        Assert.Equal(inWords, told.InWords is not null);
    }

    [Theory]
    [InlineData(RetryAfterStyle.Rounded)]
    [InlineData(RetryAfterStyle.Exact)]
    [InlineData(RetryAfterStyle.Prose)]
    [InlineData(RetryAfterStyle.Absent)]
    [InlineData(RetryAfterStyle.Lying)]
    public void Of_NoWaitToTell_TellsNone(RetryAfterStyle style)
    {
        ToldWait told = ToldWait.Of(wait: null, style);

        Assert.Empty(told.Headers);
        Assert.Null(told.InWords);
    }
}
