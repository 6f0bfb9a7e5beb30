using CapacityRouting.Failures.RetryAfter;

namespace CapacityRouting.Tests.Failures.RetryAfter;

public sealed class StatedWaitTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("retry-after-ms: 1500", 1.5)]
    [InlineData("x-ms-retry-after-ms: 250", 0.25)]
    [InlineData("retry-after: 30", 30)]
    [InlineData("retry-after: 1.5", 1.5)]
    [InlineData("retry-after: 30s", 30)]
    [InlineData("retry-after: Sun, 01 Mar 2026 12:00:45 GMT", 45)]
    [InlineData("retry-after: 2026-03-01T12:00:45Z", 45)]
    [InlineData("retry-after: 604800", 604_800)]
    [InlineData("x-ratelimit-timeremaining: 55", 55)]
    [InlineData("Retry-After-Ms: 100|Retry-After: 30", 0.1)]
    [InlineData("retry-after-ms: soon|retry-after: 7", 7)]
    [InlineData("retry-after-ms: -1|x-ms-retry-after-ms: 900|retry-after: 7", 0.9)]
    [InlineData("retry-after-ms: 0|retry-after: 7", 7)]
    [InlineData("retry-after: 5|retry-after: 20|retry-after: 10", 20)]
    [InlineData("retry-after: 5|retry-after: soon", 5)]
    [InlineData("retry-after: 5|retry-after: Sun, 01 Mar 2026 12:00:45 GMT", 45)]
    [InlineData("retry-after: 1|x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 40s", 1)]
    public void Of_AHeaderThatStatesIt_IsThat(string headers, double seconds) => AssertWait(seconds, headers);

    [Theory]
    [InlineData("retry-after: 0")]
    [InlineData("retry-after-ms: 0|retry-after: 0")]
    [InlineData("retry-after: Wed, 21 Oct 2015 07:28:00 GMT")]
    [InlineData("retry-after: soon")]
    [InlineData("retry-after: -5")]
    [InlineData("retry-after: ")]
    [InlineData("retry-after-ms: NaN")]
    [InlineData("x-ratelimit-remaining-tokens: -1|x-ratelimit-reset-tokens: 0")]
    [InlineData("x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 0")]
    [InlineData("x-ratelimit-remaining-tokens: 0")]
    [InlineData("x-ratelimit-remaining-tokens: 12|x-ratelimit-reset-tokens: 40s")]
    [InlineData("ratelimit: \"default\";r=3;t=42")]
    [InlineData("ratelimit: \"default\";r=0;t=-42;x=;;r")]
    [InlineData("anthropic-ratelimit-unified-status: allowed|anthropic-ratelimit-unified-reset: 1772366445")]
    public void Of_HeadersThatSayNothing_IsUnknown(string headers) => AssertWait(null, headers);

    [Fact]
    public void Of_HugeAndEndlessValues_AreTheLongestTime()
    {
        Assert.Equal(TimeSpan.MaxValue, Of("retry-after: 99999999999999999999999", string.Empty));
        Assert.Equal(TimeSpan.MaxValue, Of(string.Empty, "Try again in 99999999999999999999999 hours."));
        Assert.Null(Of("retry-after: 1e999", string.Empty));
    }

    [Theory]
    [InlineData("x-ratelimit-remaining-requests: 0|x-ratelimit-reset-requests: 6m0s|x-ratelimit-remaining-tokens: 9|x-ratelimit-reset-tokens: 1h", 360)]
    [InlineData("x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 59", 59)]
    [InlineData("anthropic-ratelimit-input-tokens-remaining: 0|anthropic-ratelimit-input-tokens-reset: 2026-03-01T12:00:45Z", 45)]
    [InlineData("ratelimitbysize-remaining: 0|ratelimitbysize-reset: 12", 12)]
    [InlineData("X-RateLimit-Remaining: 0|X-RateLimit-Reset: 1772366445000", 45)]
    [InlineData("ratelimit-remaining: 0|ratelimit-reset: 30", 30)]
    [InlineData("ratelimit: \"resolvers\";r=0;t=42", 42)]
    [InlineData("RateLimit: \"minute\";r=0;t=7, \"hour\"; r=0; t=90, \"day\";r=5;t=4000", 90)]
    [InlineData("anthropic-ratelimit-unified-status: rejected|anthropic-ratelimit-unified-reset: 1772366445", 45)]
    [InlineData("anthropic-ratelimit-unified-status: rejected|anthropic-ratelimit-unified-5h-utilization: 1|anthropic-ratelimit-unified-5h-reset: 1772366445|anthropic-ratelimit-unified-7d-utilization: 0.3|anthropic-ratelimit-unified-7d-reset: 1772399999", 45)]
    [InlineData("anthropic-ratelimit-unified-status: rejected|anthropic-ratelimit-unified-5h-status: allowed|anthropic-ratelimit-unified-5h-reset: 1772366445|anthropic-ratelimit-unified-7d-status: rejected|anthropic-ratelimit-unified-7d-reset: 1772366460", 60)]
    public void Of_OnlyResetsOfExhaustedLimits_IsTheLongestOfThem(string headers, double seconds) => AssertWait(seconds, headers);

    [Theory]
    [InlineData("""{"error":{"code":429,"metadata":{"headers":{"X-RateLimit-Limit":"20","X-RateLimit-Remaining":"0","X-RateLimit-Reset":"1772366445000"}}}}""", 45.0)]
    [InlineData("""{\"metadata\":{\"headers\":{\"X-RateLimit-Remaining\":\"0\",\"X-RateLimit-Reset\":\"1772366445000\"}}}""", 45.0)]
    [InlineData("""{"metadata":{"headers":{"X-RateLimit-Remaining":"3","X-RateLimit-Reset":"1772366445000"}}}""", null)]
    [InlineData("""{"metadata":{"headers":{"X-RateLimit-Remaining":"0","X-RateLimit-Reset":"1772366000000"}}}""", null)]
    public void Of_HeadersMirroredInTheBody_CountAsHeaders(string text, double? seconds) => AssertWait(seconds, text: text);

    [Theory]
    [InlineData("retry-after: 0", "Please wait 12 seconds before retrying.", 12)]
    [InlineData("retry-after: 3", "Please wait 12 seconds before retrying.", 3)]
    [InlineData("retry-after: 0|x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 40s", "", 40)]
    [InlineData("", "tokens per min (TPM): Limit 60000, Used 59000, Requested 2000.", 1)]
    [InlineData("", "tokens per min (TPM): Limit 60000, Used 59000, Requested 2000. Try again in 5s.", 5)]
    [InlineData("x-ratelimit-remaining-tokens: 0|x-ratelimit-reset-tokens: 40s", "tokens per min (TPM): Limit 60000, Used 59000, Requested 2000.", 1)]
    public void Of_SeveralSources_BelievesTheMoreExactOne(string headers, string text, double seconds) => AssertWait(seconds, headers, text);

    [Theory]
    [InlineData("retry-after: 9", "tokens per minute (TPM): Limit 5000, Requested 7200, please shorten it")]
    [InlineData("", "on tokens per min (TPM): Limit 5000, Used 0, Requested 7200. Please try again in 26.4s.")]
    public void Of_ARequestLargerThanTheLimit_IsNoWaitWhateverElseIsSaid(string headers, string text) => AssertWait(null, headers, text);

    [Theory]
    [InlineData("Sun, 01 Mar 2026 12:10:00 GMT", 60)]
    [InlineData("Sun, 01 Mar 2026 11:30:00 GMT", 41 * 60)]
    [InlineData("Sun, 01 Mar 2026 09:00:00 GMT", 11 * 60)]
    [InlineData("yesterday", 11 * 60)]
    public void Of_ADate_CountsFromTheProvidersClockUnlessThatIsFarOff(string date, double seconds) =>
        AssertWait(seconds, $"date: {date}|retry-after: Sun, 01 Mar 2026 12:11:00 GMT");

    [Fact]
    public void Of_NoResponse_ReadsTheText() =>
        Assert.Equal(TimeSpan.FromSeconds(2), StatedWait.Of(null, "retry after 2 seconds", figures: null, Now, byReset: true));

    private static void AssertWait(double? seconds, string headers = "", string text = "") =>
        Assert.Equal(seconds is { } given ? TimeSpan.FromSeconds(given) : null, Of(headers, text));

    /// <summary>Some providers state a reset without a level, and only where its limit has refused.</summary>
    [Theory]
    [InlineData("ratelimit-reset: 30", 30.0)]
    [InlineData("x-ratelimit-reset-tokens-minute: 0.5", 0.5)]
    [InlineData("x-ratelimit-reset-requests: 2m59.56s", 179.56)]
    [InlineData("x-ratelimit-reset-requests: 9s, x-ratelimit-reset-tokens: 3s", 3.0)]
    [InlineData("x-ratelimit-reset-requests: 9s, x-ratelimit-remaining-requests: 5", null)]
    [InlineData("x-ai-ratelimit-reset: 9, x-ai-ratelimit-retry-after: 8", 8.0)]
    [InlineData("anthropic-ratelimit-unified-5h-reset: 9000000000", null)]
    public void Reset_WithoutALevel_IsAWait(string headers, double? seconds) =>
        Assert.Equal(
            seconds is { } known ? TimeSpan.FromSeconds(known) : null,
            StatedWait.Of(new(429, headers.Split(", ").Select(header => KeyValuePair.Create(header.Split(": ")[0], header.Split(": ")[1]))), "busy", figures: null, Now, byReset: true));

    private static TimeSpan? Of(string headers, string text) => StatedWait.Of(new(429, Split(headers)), text, LimitReader.FiguresIn(text, out _), Now, byReset: true);

    private static IEnumerable<KeyValuePair<string, string>> Split(string headers) =>
        headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]));
}
