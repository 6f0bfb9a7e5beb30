using CapacityRouting.Simulation.Tests.Providers;

namespace CapacityRouting.Simulation.Tests.Wire;

/// <summary>The bodies of errors, word for word as the providers write them as far as that is known.</summary>
public sealed class DialectWordsTests
{
    [Theory]
    [InlineData(CapacityDimension.RequestsPerMinute, "requests", "requests per min (RPM): Limit 2, Used 2, Requested 1. Please try again in 30s.")]
    [InlineData(CapacityDimension.RequestsPerHour, "requests", "requests per hour (RPH): Limit 2, Used 2, Requested 1. Please try again in 30m0s.")]
    [InlineData(CapacityDimension.RequestsPerDay, "requests", "requests per day (RPD): Limit 2, Used 2, Requested 1. Please try again in 12h0m0s.")]
    public void OpenAI_ALimitOfRequests_IsNamedWithItsFigures(CapacityDimension dimension, string type, string words) =>
        Assert.Equal(
            $$$"""{"error":{"message":"Rate limit reached for gpt in organization org-simulated on {{{words}}} Visit https://platform.openai.com/account/rate-limits to learn more.","type":"{{{type}}}","param":null,"code":"rate_limit_exceeded"}}""",
            Refused(ProviderDialect.OpenAI, new ProviderLimit(dimension, 2)).Body);

    [Fact]
    public void OpenAI_ALimitOfTokens_StatesTheWaitOfItsFigures()
    {
        // Two calls of 15 tokens; (30 + 24 - 40) / 40 of a minute.
        SimulatedProviderException refused = Refused(ProviderDialect.OpenAI, new(CapacityDimension.TokensPerMinute, 40), input: 24);

        Assert.Contains("on tokens per min (TPM): Limit 40, Used 30, Requested 24. Please try again in 21s. Visit", refused.Body, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"tokens\"", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAI_AnOutage_IsAnOverload() => Assert.Equal(
        """{"error":{"message":"That model is currently overloaded with other requests. You can retry your request, or contact us through our help center at help.openai.com if the error persists. (Please include the request ID req_00000001 in your message.)","type":"server_error","param":null,"code":null}}""",
        Down(ProviderDialect.OpenAI).Body);

    [Fact]
    public void OpenAI_TooLong_NamesTheWindowWithAnApostrophe() => Assert.Equal(
        """{"error":{"message":"This model's maximum context length is 50 tokens. However, your messages resulted in 51 tokens. Please reduce the length of the messages.","type":"invalid_request_error","param":null,"code":"context_length_exceeded"}}""",
        TooLong(ProviderDialect.OpenAI).Body);

    [Theory]
    [InlineData(CapacityDimension.RequestsPerMinute, "call", 30)]
    [InlineData(CapacityDimension.RequestsPerDay, "call", 43_200)]
    [InlineData(CapacityDimension.TokensPerMinute, "token", 30)]
    public void Azure_ALimit_IsOfCallsOrOfTokens(CapacityDimension dimension, string unit, int seconds)
    {
        string expected =
            $$$"""{"error":{"code":"429","message":"Requests to the ChatCompletions_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded {{{unit}}} rate limit of your current OpenAI S0 pricing tier. Please retry after {{{seconds}}} seconds. Please go here: https://aka.ms/oai/quotaincrease if you would like to further increase the default rate limit."}}""";
        long amount = unit == "token" ? 30 : 2;

        Assert.Equal(expected, Refused(ProviderDialect.AzureOpenAI, new ProviderLimit(dimension, amount), input: 15).Body);
        Assert.Equal(expected, Refused(ProviderDialect.AzureOpenAIProvisioned, new ProviderLimit(dimension, amount), input: 15).Body);
    }

    [Fact]
    public void Azure_AnOutage_IsUnavailable() => Assert.Equal(
        """{"error":{"message":"The service is temporarily unable to process your request. Please try again later.","type":"server_error","param":null,"code":"InternalServerError"}}""",
        Down(ProviderDialect.AzureOpenAI).Body);

    [Theory]
    [InlineData(CapacityDimension.InputTokensPerMinute, 30_000, "This request would exceed the rate limit for your organization (org-simulated) of 30,000 input tokens per minute")]
    [InlineData(CapacityDimension.TokensPerMinute, 30_000, "This request would exceed the rate limit for your organization (org-simulated) of 30,000 tokens per minute")]
    [InlineData(CapacityDimension.TokensPerHour, 30_000, "This request would exceed the rate limit for your organization (org-simulated) of 30,000 tokens per hour")]
    [InlineData(CapacityDimension.RequestsPerMinute, 2, "This request would exceed the rate limit for your organization (org-simulated) of 2 requests per minute")]
    [InlineData(CapacityDimension.RequestsPerDay, 2, "Number of requests has exceeded your daily rate limit")]
    [InlineData(CapacityDimension.TokensPerDay, 30_000, "Number of request tokens has exceeded your daily rate limit")]
    public void Anthropic_ALimit_IsNamedWithItsWindow(CapacityDimension dimension, int amount, string words) => Assert.Equal(
        $$"""{"type":"error","error":{"type":"rate_limit_error","message":"{{words}}. For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage. Please reduce the prompt length or the maximum tokens requested, or try again later."},"request_id":"req_00000003"}""",
        Refused(ProviderDialect.Anthropic, new ProviderLimit(dimension, amount), input: 29_999).Body);

    [Fact]
    public void Anthropic_AnOutage_IsAnOverload()
    {
        SimulatedProviderException down = Down(ProviderDialect.Anthropic);

        Assert.Equal("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_00000001"}""", down.Body);
        Assert.Equal("req_00000001", down.Headers["request-id"]);
    }

    [Fact]
    public void Anthropic_TooLong_NamesTheWindow() => Assert.Equal(
        """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 51 tokens > 50 maximum"},"request_id":"req_00000001"}""",
        TooLong(ProviderDialect.Anthropic).Body);

    [Fact]
    public void Anthropic_ARefusal_TellsItsSdkToRetry() =>
        Assert.Equal("true", Refused(ProviderDialect.Anthropic, new ProviderLimit(CapacityDimension.RequestsPerMinute, 2)).Headers["x-should-retry"]);

    /// <summary>The third call, after two of 14 tokens and one of answer.</summary>
    private static SimulatedProviderException Refused(ProviderDialect dialect, ProviderLimit limit, int input = 10)
    {
        ProviderBench bench = new(ProviderBench.Settings(limit) with { Dialect = dialect, RetryAfter = RetryAfterStyle.Rounded });
        SimulatedProviderException? refused = null;
        bench.Run(async () =>
        {
            await bench.CallAsync(14, 1);
            await bench.CallAsync(14, 1);
            refused = await bench.RefusedAsync(input);
        });
        return refused!;
    }

    private static SimulatedProviderException Down(ProviderDialect dialect) => First(ProviderBench.Settings() with { Dialect = dialect, Faults = [new Fault(FaultKind.Outage)] });

    private static SimulatedProviderException TooLong(ProviderDialect dialect) => First(ProviderBench.Settings() with { Dialect = dialect, ContextWindow = 50 });

    private static SimulatedProviderException First(ProviderSettings settings)
    {
        ProviderBench bench = new(settings);
        SimulatedProviderException? refused = null;
        bench.Run(async () => refused = await bench.RefusedAsync(51));
        return refused!;
    }
}
