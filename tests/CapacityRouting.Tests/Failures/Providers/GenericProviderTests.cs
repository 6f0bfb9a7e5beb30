using CapacityRouting.Capacity.Limits;
using CapacityRouting.Failures.Providers;
using static CapacityRouting.CapacityDimension;

namespace CapacityRouting.Tests.Failures.Providers;

/// <summary>A provider that is not known may speak any dialect.</summary>
public sealed class GenericProviderTests
{
    [Theory]
    [InlineData("x-ratelimit-limit-requests: 30\nx-ratelimit-remaining-requests: 29", RequestsPerMinute)]
    [InlineData("x-ratelimit-limit-tokens-prompt: 30\nx-ratelimit-remaining-tokens-prompt: 29", InputTokensPerMinute)]
    [InlineData("anthropic-ratelimit-output-tokens-limit: 30\nanthropic-ratelimit-output-tokens-remaining: 29", OutputTokensPerMinute)]
    [InlineData("x-ratelimit-limit-req-minute: 30\nx-ratelimit-remaining-req-minute: 29", RequestsPerMinute)]
    [InlineData("x-ratelimit-limit-tokens-hour: 30\nx-ratelimit-remaining-tokens-hour: 29", TokensPerHour)]
    [InlineData("ratelimit-limit: 30, 30;w=60\nratelimit-remaining: 29\nratelimit-reset: 12", RequestsPerMinute)]
    [InlineData("ratelimit-limit: 30, 30;w=86400\nratelimit-remaining: 29\nratelimit-reset: 8000", RequestsPerDay)]
    [InlineData("x-ratelimit-limit: 30;w=60\nx-ratelimit-remaining: 29", RequestsPerMinute)]
    [InlineData("x-trial-endpoint-call-limit: 30\nx-trial-endpoint-call-remaining: 29", RequestsPerMinute)]
    public void Headers_AnyFamily_IsRead(string headers, CapacityDimension dimension)
    {
        LimitReading reading = Assert.Single(GenericProvider.Headers.Read(headers));

        Assert.Equal((dimension, 30L, 29L), (reading.Dimension, reading.Limit, reading.Remaining));
    }

    [Theory]
    [InlineData("x-ratelimit-limit: 1000\nx-ratelimit-remaining: 0\nx-ratelimit-reset: 290")]
    [InlineData("x-ratelimit-limit: 100\nx-ratelimit-remaining: 99\nx-ratelimit-reset: 3600")]
    [InlineData("ratelimit-limit: 30\nratelimit-remaining: 29\nratelimit-reset: 12")]
    [InlineData("x-ratelimit-remaining: 0")]
    public void Headers_AWindowThatNobodyTold_AreNoLimit(string headers) => Assert.Empty(GenericProvider.Headers.Read(headers));

    [Fact]
    public void Headers_AWindowBesideTheLimit_IsScaledToTheMinute() => Assert.Equal(
        (RequestsPerMinute, 600L, 9L),
        GenericProvider.Headers.Read("ratelimit-limit: 10, 10;w=1\nratelimit-remaining: 9") is [var reading] ? (reading.Dimension, reading.Limit, reading.Remaining) : default);

    [Fact]
    public void Headers_SeveralFamilies_IsTheFirstOfThem() => Assert.Equal(
        [new(RequestsPerMinute, 30, null, false)],
        GenericProvider.Headers.Read("""
            ratelimit-limit: 5
            anthropic-ratelimit-requests-limit: 7
            x-ratelimit-limit-requests: 30
            """));

    [Fact]
    public void Headers_GroqsRequests_AreTheDaysByTheirReset() => Assert.Equal(
        [new(RequestsPerDay, 7_000, 6_998, false)],
        GenericProvider.Headers.Read("""
            x-ratelimit-limit-requests: 7000
            x-ratelimit-remaining-requests: 6998
            x-ratelimit-reset-requests: 24.685s
            """));

    [Fact]
    public void Headers_AzuresBareSeconds_TellNoWindow() => Assert.Equal(
        [new(TokensPerMinute, 100_000, 99_000, false)],
        GenericProvider.Headers.Read("""
            x-ratelimit-limit-tokens: 100000
            x-ratelimit-remaining-tokens: 99000
            x-ratelimit-reset-tokens: 55
            """));

    [Fact]
    public void Headers_MistralNames_AreAllRead() => Assert.Equal(
        [RequestsPerMinute, TokensPerMinute],
        GenericProvider.Headers.Read("""
            x-ratelimit-limit-req-minute: 60
            x-ratelimit-limit-tokens-minute: 500000
            """).Select(reading => reading.Dimension).Order());
}
