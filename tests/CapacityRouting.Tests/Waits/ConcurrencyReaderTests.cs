using CapacityRouting.Failures.RetryAfter;

namespace CapacityRouting.Tests.Waits;

/// <summary>What a refusal says of a limit of calls under way, in the words of providers and proxies.</summary>
public sealed class ConcurrencyReaderTests
{
    [Theory]
    [InlineData("Your account org-0000<ak-0000> request reached max organization concurrency: 1, please try again after 1 seconds", 1)]
    [InlineData("request reached organization max concurrency: 50, please try again after 1 seconds", 50)]
    [InlineData("Too many concurrent requests: 6 of 5 in use", 5)]
    [InlineData("6 of 5 concurrent requests", 5)]
    [InlineData("You have exceeded the maximum number of concurrent requests (20). Please retry in 3 seconds.", 20)]
    [InlineData("Concurrency limit of 1,000 reached", 1_000)]
    [InlineData("A maximum of 3 simultaneous requests is allowed for gpt-4o-2024-08-06.", 3)]
    [InlineData("{\"error\":{\"message\":\"concurrency_limit_exceeded: limit 8\",\"code\":\"1302\"}}", 8)]
    [InlineData("Concurrent request limit exceeded. Please try again in 2s.", null)]
    [InlineData("Too many concurrent requests for model glm-4-32b", null)]
    [InlineData("Number of concurrent connections has exceeded your rate limit. Please try again later or contact sales at 555.", null)]
    [InlineData("Too many concurrent requests for gpt-4.1", null)]
    [InlineData("Too many concurrent requests for model llama-3.1-8b-instant or qwen2.5-72b", null)]
    [InlineData("{\"message\":\"Too many concurrent requests\",\"retry_after\":2,\"status\":429}", null)]
    [InlineData("{\"code\":\"Throttling.Concurrency\",\"request_id\":\"7f3c9a10-11aa\"}", null)]
    [InlineData("Concurrent requests: Limit 20, Used 21, Requested 1", 20)]
    [InlineData("High concurrency usage of this API; retry after 0.5 seconds", null)]
    public void In_ARefusalOfCallsAtOnce_FindsTheFigureOfItsSentence(string text, int? limit) => Assert.Equal(limit, ConcurrencyReader.In(text)!.Value.Limit);

    [Theory]
    [InlineData("")]
    [InlineData("Rate limit reached for gpt-4 on requests per min (RPM): Limit 3, Used 3, Requested 1.")]
    [InlineData("Too many requests")]
    public void In_AnyOtherRefusal_FindsNothing(string text) => Assert.Null(ConcurrencyReader.In(text));

    [Theory]
    [InlineData("concurrency: 0", null)]
    [InlineData("concurrency: 99999999999999999999999999", null)]
    [InlineData("concurrency: -1", null)]
    [InlineData("concurrency", null)]
    [InlineData("concurrency: 5.5", null)]
    public void In_AnAbsurdFigure_IsNoFigure(string text, int? limit) => Assert.Equal(limit, ConcurrencyReader.In(text)!.Value.Limit);
}
