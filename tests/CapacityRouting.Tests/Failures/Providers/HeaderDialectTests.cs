using CapacityRouting.Capacity.Limits;
using CapacityRouting.Failures.Providers;
using static CapacityRouting.CapacityDimension;

namespace CapacityRouting.Tests.Failures.Providers;

/// <summary>One response of each provider, in figures of our own.</summary>
public sealed class HeaderDialectTests
{
    [Fact]
    public void OpenAI_RequestsAndTokens_AreMinutesOfAWholeBucket() => Assert.Equal(
        [new(RequestsPerMinute, 500, 497, true) { ShowsFlow = true }, new(TokensPerMinute, 90_000, 88_650, true) { ShowsFlow = true }],
        OpenAIProvider.Headers.Read("""
            x-ratelimit-limit-requests: 500
            x-ratelimit-remaining-requests: 497
            x-ratelimit-reset-requests: 360ms
            x-ratelimit-limit-tokens: 90000
            x-ratelimit-remaining-tokens: 88650
            x-ratelimit-reset-tokens: 900ms
            """));

    [Fact]
    public void OpenAI_ProjectTokens_HoldBesideTheOrganizations() => Assert.Equal(
        [new(TokensPerMinute, 40_000, 12_000, true)],
        OpenAIProvider.Headers.Read("""
            x-ratelimit-limit-tokens: 90000
            x-ratelimit-remaining-tokens: 12000
            x-ratelimit-limit-project-tokens: 40000
            x-ratelimit-remaining-project-tokens: 39000
            """));

    [Fact]
    public void Azure_RenewalPeriodOfTenSeconds_IsAMinuteAtTheSameRate() => Assert.Equal(
        [new(RequestsPerMinute, 120, 19, false), new(TokensPerMinute, 20_000, 18_500, false)],
        AzureOpenAIProvider.Headers.Read("""
            x-ratelimit-limit-requests: 20
            x-ratelimit-remaining-requests: 19
            x-ratelimit-reset-requests: 7
            x-ratelimit-renewalperiod-requests: 10
            x-ratelimit-limit-tokens: 20000
            x-ratelimit-remaining-tokens: 18500
            x-ratelimit-reset-tokens: 42
            x-ratelimit-renewalperiod-tokens: 60
            """));

    [Theory]
    [InlineData("0", RequestsPerMinute, 300)]
    [InlineData("soon", RequestsPerMinute, 300)]
    [InlineData("60", RequestsPerMinute, 300)]
    [InlineData("300", RequestsPerMinute, 60)]
    [InlineData("3600", RequestsPerHour, 300)]
    [InlineData("86400", RequestsPerDay, 300)]
    [InlineData("604800", RequestsPerDay, 42)]
    [InlineData("2000000000", RequestsPerDay, 1)]
    public void Azure_RenewalPeriod_TellsTheWindow(string seconds, CapacityDimension dimension, long limit) => Assert.Equal(
        [new(dimension, limit, null, false)],
        AzureOpenAIProvider.Headers.Read($"""
            x-ratelimit-limit-requests: 300
            x-ratelimit-renewalperiod-requests: {seconds}
            """));

    [Fact]
    public void Anthropic_SeparateInputAndOutput_AreReadAndPlainTokensAreNot() => Assert.Equal(
        [new(RequestsPerMinute, 50, 48, false), new(InputTokensPerMinute, 30_000, 29_000, true), new(OutputTokensPerMinute, 8_000, 7_000, true)],
        AnthropicProvider.Headers.Read("""
            anthropic-ratelimit-requests-limit: 50
            anthropic-ratelimit-requests-remaining: 48
            anthropic-ratelimit-requests-reset: 2026-03-01T12:00:02Z
            anthropic-ratelimit-input-tokens-limit: 30000
            anthropic-ratelimit-input-tokens-remaining: 29000
            anthropic-ratelimit-input-tokens-reset: 2026-03-01T12:00:02Z
            anthropic-ratelimit-output-tokens-limit: 8000
            anthropic-ratelimit-output-tokens-remaining: 7000
            anthropic-ratelimit-output-tokens-reset: 2026-03-01T12:00:07Z
            anthropic-ratelimit-tokens-limit: 8000
            anthropic-ratelimit-tokens-remaining: 7000
            anthropic-priority-input-tokens-limit: 5000
            anthropic-priority-input-tokens-remaining: 10
            """));

    [Fact]
    public void Anthropic_PlainTokensAlone_SayNothing() => Assert.Empty(AnthropicProvider.Headers.Read("""
        anthropic-ratelimit-tokens-limit: 38000
        anthropic-ratelimit-tokens-remaining: 36000
        """));

    [Fact]
    public void Anthropic_PriorityAlone_IsRead() => Assert.Equal(
        [new(InputTokensPerMinute, 5_000, 4_000, false), new(OutputTokensPerMinute, 1_000, 900, false)],
        AnthropicProvider.Headers.Read("""
            anthropic-priority-input-tokens-limit: 5000
            anthropic-priority-input-tokens-remaining: 4000
            anthropic-priority-output-tokens-limit: 1000
            anthropic-priority-output-tokens-remaining: 900
            """));

    [Fact]
    public void Groq_Requests_AreThoseOfTheDay() => Assert.Equal(
        [new(RequestsPerDay, 7_000, 6_998, true), new(TokensPerMinute, 6_000, 5_400, true)],
        GroqProvider.Headers.Read("""
            x-ratelimit-limit-requests: 7000
            x-ratelimit-remaining-requests: 6998
            x-ratelimit-reset-requests: 24.685s
            x-ratelimit-limit-tokens: 6000
            x-ratelimit-remaining-tokens: 5400
            x-ratelimit-reset-tokens: 6s
            """));

    [Fact]
    public void Mistral_MinuteNames_WinOverTheOlderOnes() => Assert.Equal(
        [new(RequestsPerMinute, 60, 59, false), new(TokensPerMinute, 500_000, 498_000, false)],
        MistralProvider.Headers.Read("""
            x-ratelimit-limit-req-minute: 60
            x-ratelimit-remaining-req-minute: 59
            x-ratelimit-limit-tokens-minute: 500000
            x-ratelimit-remaining-tokens-minute: 498000
            x-ratelimit-tokens-query-cost: 2000
            x-ratelimitbysize-limit-minute: 700
            x-ratelimitbysize-limit-month: 1000000000
            """));

    [Theory]
    [InlineData("ratelimitbysize-limit: 500000\nratelimitbysize-remaining: 400000\nratelimitbysize-reset: 31")]
    [InlineData("x-ratelimitbysize-limit-minute: 500000\nx-ratelimitbysize-remaining-minute: 400000\nx-ratelimitbysize-remaining-month: 7")]
    public void Mistral_OlderNames_TellTokens(string headers) =>
        Assert.Equal([new(TokensPerMinute, 500_000, 400_000, false)], MistralProvider.Headers.Read(headers));

    [Fact]
    public void Cohere_TrialCountdown_IsTheMinutes() =>
        Assert.Equal([new(RequestsPerMinute, null, 13, false)], CohereProvider.Headers.Read("""
            x-trial-endpoint-call-remaining: 13
            x-endpoint-monthly-call-limit: 900
            """));

    [Theory]
    [InlineData(45, RequestsPerMinute)]
    [InlineData(50 * 60, RequestsPerMinute)]
    [InlineData(6 * 3_600, RequestsPerDay)]
    public void OpenRouter_End_TellsTheMinuteFromTheDay(int secondsAway, CapacityDimension dimension) =>
        Assert.Equal([new(dimension, 40, 0, false)], OpenRouterProvider.Headers.Read($"""
            X-RateLimit-Limit: 40
            X-RateLimit-Remaining: 0
            X-RateLimit-Reset: {HeaderSet.Now.AddSeconds(secondsAway).ToUnixTimeMilliseconds()}
            """));

    [Fact]
    public void GitHubModels_LimitsThatDoNotBind_AreNotRead() => Assert.Empty(ProviderProfile.GitHubModels.Headers.Read("""
        x-ratelimit-limit-requests: 15000
        x-ratelimit-remaining-requests: 14999
        x-ratelimit-renewalperiod-requests: 60
        x-ratelimit-limit-tokens: 1500000
        x-ratelimit-remaining-tokens: 1499000
        """));

    [Fact]
    public void Together_Seconds_AreMinutesAtTheSameRateAndRemainingStays() => Assert.Equal(
        [new(RequestsPerMinute, 600, 9, false), new(TokensPerMinute, 180_000, 2_500, false)],
        TogetherProvider.Headers.Read("""
            x-ratelimit-limit: 10
            x-ratelimit-remaining: 9
            x-ratelimit-reset: 1
            x-ratelimit-limit-dynamic: 20
            x-tokenlimit-limit: 4000
            x-tokenlimit-remaining: 3600
            x-tokenlimit-limit-dynamic: 3000
            x-tokenlimit-remaining-dynamic: 2500
            """));

    [Fact]
    public void Fireworks_PromptAndGenerated_AreInputAndOutput() => Assert.Equal(
        [new(RequestsPerMinute, 600, 599, false), new(InputTokensPerMinute, 50_000, 41_000, false), new(OutputTokensPerMinute, 12_000, 11_000, false)],
        FireworksProvider.Headers.Read("""
            x-ratelimit-limit-requests: 600
            x-ratelimit-remaining-requests: 599
            x-ratelimit-limit-tokens-prompt: 70000
            x-ratelimit-remaining-tokens-prompt: 41000
            x-ratelimit-limit-tokens-cache-adjusted-prompt: 50000
            x-ratelimit-remaining-tokens-cache-adjusted-prompt: 45000
            x-ratelimit-limit-tokens-generated: 12000
            x-ratelimit-remaining-tokens-generated: 11000
            """));

    [Fact]
    public void Cerebras_ThreeWindows_AreSixDimensions()
    {
        string headers = string.Join('\n',
            from unit in (string[])["requests", "tokens"]
            from window in (string[])["minute", "hour", "day"]
            select $"x-ratelimit-limit-{unit}-{window}: 1000\nx-ratelimit-remaining-{unit}-{window}: 900\nx-ratelimit-reset-{unit}-{window}: 17.5");

        LimitReading[] readings = CerebrasProvider.Headers.Read(headers);

        Assert.Equal([RequestsPerMinute, RequestsPerHour, RequestsPerDay, TokensPerMinute, TokensPerHour, TokensPerDay], readings.Select(reading => reading.Dimension));
        Assert.All(readings, reading => Assert.Equal((1_000L, 900L, false), (reading.Limit, reading.Remaining, reading.IsWhole)));
    }

    [Fact]
    public void MostReadings_IsOneForEachDimensionUpToADay() =>
        Assert.Equal(HeaderDialect.MostReadings, Enum.GetValues<CapacityDimension>().Count(dimension => dimension <= CapacityDimension.TokensPerDay));
}
