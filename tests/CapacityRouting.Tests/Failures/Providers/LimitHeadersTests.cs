using CapacityRouting.Capacity.Limits;
using CapacityRouting.Failures.Providers;
using static CapacityRouting.CapacityDimension;

namespace CapacityRouting.Tests.Failures.Providers;

/// <summary>What is believed of a limit's headers, and which window its reset tells.</summary>
public sealed class LimitHeadersTests
{
    [Theory]
    [InlineData("150", "149", "9m36s", RequestsPerDay)]
    [InlineData("150", "140", "1h36m0s", RequestsPerDay)]
    [InlineData("20000", "19999", "4.32s", RequestsPerDay)]
    [InlineData("100000", "99999", "864ms", RequestsPerDay)]
    [InlineData("1200", "1199", "3.000s", RequestsPerHour)]
    [InlineData("20", "19", "3s", RequestsPerMinute)]
    [InlineData("60", "0", "1m0s", RequestsPerMinute)]
    public void Read_TimeToFull_TellsTheWindow(string limit, string remaining, string reset, CapacityDimension dimension) =>
        Assert.Equal(dimension, ReadRequests(limit, remaining, reset).Dimension);

    [Theory]
    [InlineData("10000000", "9999999", "9ms")] // A day's, but rounded too coarsely to tell.
    [InlineData("1200", "1199", "3s")]
    [InlineData("60000", "59999", "1s")]
    [InlineData("1000000", "999000", "59s")] // Whole seconds may be the rest of a minute.
    [InlineData("30000", "29500", "1m0s")]
    [InlineData("100", "99", "0s")]
    [InlineData("100", "100", "14m24s")] // Nothing is missing: the time tells nothing.
    [InlineData("100", "120", "14m24s")]
    [InlineData("100", "98", "1s")] // 50 seconds.
    [InlineData("100", "99", "6s")] // Ten minutes: near nothing.
    [InlineData("90000", "89984", "6m0s")] // A month: near nothing.
    [InlineData("100", "99", "864")] // Bare seconds are another provider's end of a window.
    [InlineData("100", "99", "-1")]
    [InlineData("100", "99", "whenever")]
    [InlineData("1000000000000000", "999999999999999", "9999h0m0s")]
    public void Read_TimeThatTellsNothing_LeavesTheMinute(string limit, string remaining, string reset) =>
        Assert.Equal(RequestsPerMinute, ReadRequests(limit, remaining, reset).Dimension);

    [Theory]
    [InlineData(43_201, RequestsPerDay)]
    [InlineData(172_799, RequestsPerDay)]
    [InlineData(43_199, RequestsPerMinute)]
    [InlineData(172_801, RequestsPerMinute)]
    [InlineData(7_199, RequestsPerHour)]
    [InlineData(1_801, RequestsPerHour)]
    [InlineData(7_201, RequestsPerMinute)]
    [InlineData(1_799, RequestsPerMinute)]
    public void Read_TimeToFull_TellsAWindowWithinAFactorOfTwo(int seconds, CapacityDimension dimension) =>
        Assert.Equal(dimension, ReadRequests("1", "0", $"{seconds}s").Dimension);

    [Theory]
    [InlineData("7m12s", true)]
    [InlineData("432s", true)]
    [InlineData("120ms", false)] // Near no window of ours.
    [InlineData("1s", false)]
    public void Read_TimeToFull_SaysHowTheWindowIsKnown(string reset, bool isTold) =>
        Assert.Equal(
            [isTold ? WindowOrigin.Value : WindowOrigin.Guess],
            OpenAIProvider.Headers.Origins($"x-ratelimit-limit-requests: 200\nx-ratelimit-remaining-requests: 199\nx-ratelimit-reset-requests: {reset}"));

    [Fact]
    public void Read_HeadersOfEachWindow_TellItByTheirNames() => Assert.Equal(
        [WindowOrigin.Name, WindowOrigin.Name],
        CerebrasProvider.Headers.Origins("x-ratelimit-limit-requests-minute: 30\nx-ratelimit-limit-requests-day: 14400"));

    [Fact]
    public void Read_TokensOfADay_AreTheDays() => Assert.Equal(
        [new(TokensPerDay, 200_000, 197_000, true)],
        OpenAIProvider.Headers.Read("""
            x-ratelimit-limit-tokens: 200000
            x-ratelimit-remaining-tokens: 197000
            x-ratelimit-reset-tokens: 21m36s
            """));

    [Theory]
    [InlineData("-1", "-1")]
    [InlineData("0", "0")]
    [InlineData("-1", "20")]
    [InlineData("NaN", "20")]
    [InlineData("", "0")]
    public void Read_LimitThatIsNone_TakesRemainingWithIt(string limit, string remaining) => Assert.Empty(AzureOpenAIProvider.Headers.Read($"""
        x-ratelimit-limit-tokens: {limit}
        x-ratelimit-remaining-tokens: {remaining}
        x-ratelimit-reset-tokens: 0
        """));

    [Theory]
    [InlineData("-1")]
    [InlineData("n/a")]
    [InlineData("NaN")]
    public void Read_RemainingThatIsNone_LeavesTheLimit(string remaining) => Assert.Equal(
        [new(TokensPerMinute, 500, null, false)],
        AzureOpenAIProvider.Headers.Read($"""
            x-ratelimit-limit-tokens: 500
            x-ratelimit-remaining-tokens: {remaining}
            """));

    [Fact]
    public void Read_RemainingAlone_IsRead() => Assert.Equal(
        [new(TokensPerMinute, null, 0, false)],
        AzureOpenAIProvider.Headers.Read("x-ratelimit-remaining-tokens: 0"));

    [Fact]
    public void Read_RemainingAboveTheLimit_IsTheLimit() => Assert.Equal(
        [new(TokensPerMinute, 500, 500, false)],
        AzureOpenAIProvider.Headers.Read("""
            x-ratelimit-limit-tokens: 500
            x-ratelimit-remaining-tokens: 900
            """));

    [Fact]
    public void Read_RepeatedHeaders_AreTheSmallerValues() => Assert.Equal(
        [new(TokensPerMinute, 500, 90, false)],
        AzureOpenAIProvider.Headers.Read(HeaderSet.LiveResponse("""
            x-ratelimit-limit-tokens: 800
            x-ratelimit-limit-tokens: 500
            x-ratelimit-remaining-tokens: 90
            x-ratelimit-remaining-tokens: 1,200
            """)));

    [Fact]
    public void Read_LittleRoom_KeepsTheFirst()
    {
        LimitReading[] readings = new LimitReading[1];

        int count = OpenAIProvider.Headers.Read(HeaderSet.Response("x-ratelimit-limit-requests: 5\nx-ratelimit-limit-tokens: 7"), HeaderSet.Now, readings);

        Assert.Equal((1, new(RequestsPerMinute, 5, null, true) { Window = WindowOrigin.Guess }), (count, readings[0]));
    }

    private static LimitReading ReadRequests(string limit, string remaining, string reset) =>
        Assert.Single(OpenAIProvider.Headers.Read($"""
            x-ratelimit-limit-requests: {limit}
            x-ratelimit-remaining-requests: {remaining}
            x-ratelimit-reset-requests: {reset}
            """));
}
