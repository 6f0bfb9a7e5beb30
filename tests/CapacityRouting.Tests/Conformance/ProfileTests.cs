using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

/// <summary>The effect of a provider's profile on reservations, charges and limits, and the choice of the profile.</summary>
public sealed class ProfileTests
{
    private static readonly ChatOptions UpTo5000 = new() { MaxOutputTokens = 5_000 };

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("anthropic", "https://api.anthropic.com", "Anthropic")]
    [InlineData("openai", "https://my-resource.openai.azure.com/openai", "AzureOpenAI")]
    [InlineData("openai", "https://api.groq.com/openai/v1", "Groq")]
    [InlineData("somebody", "https://example.org", "Generic")]
    [InlineData(null, null, "Generic")]
    public void Provider_OfARoute_IsToldByItsClientAndShownInTheSnapshot(string? name, string? uri, string profile)
    {
        TestClient told = new() { OnGetService = (type, _) => type == typeof(ChatClientMetadata) ? new ChatClientMetadata(name, uri is null ? null : new(uri)) : null };
        using CapacityAwareChatClient client = Make.Router(told);

        Assert.Equal(profile, client.Route("a").Provider);
    }

    [Fact]
    public void Provider_ThatTheSettingsName_WinsOverTheClients()
    {
        TestClient told = new() { OnGetService = (_, _) => new ChatClientMetadata("anthropic") };
        using CapacityAwareChatClient client = new([new("a", told) { Profile = ProviderProfile.Groq }]);

        Assert.Equal("Groq", client.Route("a").Provider);
    }

    [Fact]
    public void Provider_OfAClientThatThrowsWhenAsked_IsGeneric()
    {
        TestClient broken = new() { OnGetService = (_, _) => throw new InvalidOperationException("no services") };
        using CapacityAwareChatClient client = Make.Router(broken);

        Assert.Equal("Generic", client.Route("a").Provider);
    }

    [Fact]
    public async Task Reserving_WhereTheMaximumIsCharged_TakesTheMaximum() =>
        Assert.InRange(await ReservedAsync(ProviderProfile.OpenAI), 5_000, 5_100);

    [Fact]
    public async Task Reserving_WhereOnlyWhatIsWrittenCounts_TakesWhatIsLikely() =>
        Assert.InRange(await ReservedAsync(ProviderProfile.Anthropic), 1, 400);

    [Theory]
    [InlineData(1.0, 600)]
    [InlineData(0.0, 100)]
    [InlineData(0.5, 350)]
    public async Task Settling_CachedTokens_CountAsTheProfileSays(double weight, int charged)
    {
        ChatResponse answer = TestClient.Says("ok");
        answer.Usage = new() { InputTokenCount = 600, CachedInputTokenCount = 500, OutputTokenCount = 1 };
        using CapacityAwareChatClient client = Router(
            ProviderProfile.OpenAI with { CachedTokenWeight = weight }, new() { OnResponse = (_, _, _) => Task.FromResult(answer) }, new() { InputTokensPerMinute = 60_000 });

        await client.AskAsync(streaming: false);

        Assert.Equal(60_000 - charged, (double)client.Route("a").Buckets[0].Level, tolerance: 1);
    }

    [Fact]
    public async Task Settling_CachedTokensThatAClientReportsBesideTheTotal_AreNotTakenOffIt()
    {
        ChatResponse answer = TestClient.Says("ok");
        answer.Usage = new() { InputTokenCount = 100, CachedInputTokenCount = 5_000, OutputTokenCount = 1 };
        using CapacityAwareChatClient client = Router(ProviderProfile.Anthropic, new() { OnResponse = (_, _, _) => Task.FromResult(answer) }, new() { InputTokensPerMinute = 60_000 });

        await client.AskAsync(streaming: false);

        Assert.Equal(60_000 - 100, (double)client.Route("a").Buckets[0].Level, tolerance: 1);
    }

    [Theory]
    [InlineData(false, 1_000)]
    [InlineData(true, 200)]
    public async Task Settling_UnusedMaxOutputTokens_AreGivenBackOnlyWhereTheProviderDoes(bool returns, int charged)
    {
        ChatResponse answer = new(new ChatMessage(ChatRole.Assistant, "ok")) { Usage = new() { InputTokenCount = 0, OutputTokenCount = 200, TotalTokenCount = 200 } };
        using CapacityAwareChatClient client = Router(
            ProviderProfile.OpenAI with { ReturnsUnusedOutputTokens = returns }, new() { OnResponse = (_, _, _) => Task.FromResult(answer) }, new() { OutputTokensPerMinute = 60_000 });

        await client.GetResponseAsync(Ask.Question, new() { MaxOutputTokens = 1_000 });

        Assert.Equal(60_000 - charged, client.Route("a").Buckets[0].Level, 3);
    }

    [Theory]
    [InlineData(1.0, 100, 104)]
    [InlineData(5.0, 500, 120)]
    public async Task Settling_OutputThatCountsSeveralTimes_CountsSoInCombinedLimitsOnly(double weight, int reserved, int charged)
    {
        ChatResponse answer = new(new ChatMessage(ChatRole.Assistant, "ok")) { Usage = new() { InputTokenCount = 100, OutputTokenCount = 4 } };
        using CapacityAwareChatClient client = Router(
            ProviderProfile.Bedrock with { OutputTokenWeight = weight },
            new() { OnResponse = (_, _, _) => Task.FromResult(answer) },
            new() { InputTokensPerMinute = 60_000, OutputTokensPerMinute = 60_000, TokensPerMinute = 60_000, TokensPerDay = 60_000 });

        RoutingReport report = (await client.GetResponseAsync(Ask.Question, new() { MaxOutputTokens = 100 })).GetRoutingReport()!;

        // The question has 9 tokens: 4 for the message, 19 characters. 100 + 4 * 5 = 120 are charged, of buckets that hold a sixth of a minute.
        Assert.Equal(9 + reserved, report.EstimatedTokens);
        Assert.Equal(
            [(CapacityDimension.InputTokensPerMinute, 100), (CapacityDimension.OutputTokensPerMinute, 4), (CapacityDimension.TokensPerMinute, charged), (CapacityDimension.TokensPerDay, charged)],
            client.Route("a").Buckets.Select(bucket => (bucket.Dimension, (int)Math.Round(bucket.Burst - bucket.Level))));
    }

    [Theory]
    [InlineData(true, 599)]
    [InlineData(false, 600)]
    public async Task Settling_AFailedCall_CountsAsTheProfileSays(bool charged, int left)
    {
        ProviderProfile profile = ProviderProfile.OpenAI with { ChargesFailedCalls = charged };
        using CapacityAwareChatClient client = Router(profile, TestClient.Failing(500), new() { RequestsPerMinute = 600 });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));

        Assert.Equal(left, client.Route("a").Buckets[0].Level);
    }

    [Fact]
    public void Burst_OfAMinutesLimit_IsTheProfilesUnlessTheLimitsSayIt()
    {
        using CapacityAwareChatClient whole = Router(ProviderProfile.OpenAI, new(), new() { TokensPerMinute = 60_000 });
        using CapacityAwareChatClient unknown = Router(ProviderProfile.Generic, new(), new() { TokensPerMinute = 60_000 });
        using CapacityAwareChatClient own = Router(ProviderProfile.OpenAI, new(), new() { TokensPerMinute = 60_000, Burst = TimeSpan.FromSeconds(1) });

        Assert.Equal([60_000, 10_000, 1_000], new[] { whole, unknown, own }.Select(client => client.Route("a").Buckets[0].Burst));
    }

    [Fact]
    public void Profile_WithImpossibleFigures_IsRefusedWithEachOfThem()
    {
        ProviderProfile wrong = ProviderProfile.OpenAI with { OutputTokenWeight = 0.5, CachedTokenWeight = 1.5, RequestBurst = TimeSpan.Zero, TokenBurst = TimeSpan.FromHours(1) };

        string message = Assert.Throws<ArgumentException>(() => Router(wrong, new(), new())).Message;

        Assert.All(["Routes:a:Profile:OutputTokenWeight", "0.5", "Routes:a:Profile:CachedTokenWeight", "1.5", "Routes:a:Profile:RequestBurst", "Routes:a:Profile:TokenBurst", "01:00:00"], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private async Task<long> ReservedAsync(ProviderProfile profile)
    {
        using CapacityAwareChatClient client = Router(profile, new(), new());
        return (await client.AskAsync(streaming: false, UpTo5000)).GetRoutingReport()!.EstimatedTokens;
    }

    private CapacityAwareChatClient Router(ProviderProfile profile, TestClient client, CapacityLimits limits) =>
        new([new("a", client) { Profile = profile, Limits = limits }], new() { MaxWait = TimeSpan.Zero }, _time);
}
