using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>What reports of usage may do to a route: 400,000 tokens a minute, all of them had at once.</summary>
public sealed class ReportedUsageTests
{
    private const long Limit = 400_000;

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Usage_RepeatedWithEveryChunk_IsChargedOnce()
    {
        // 51 chunks of one token each, and with each of them the prompt and what was written so far.
        ChatResponseUpdate[] chunks = [.. Enumerable.Range(1, 51).Select(written => Chunk("word", input: 1_000, written))];
        using CapacityAwareChatClient client = Streaming([.. chunks, Updates.Finish()]);

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal(Limit - 1_051, Level(client), 3);
        Assert.Equal(1_051, response.GetRoutingReport()!.ActualTokens);
    }

    [Fact]
    public async Task Usage_InPartsAsAnthropicSendsIt_IsChargedOnce()
    {
        using CapacityAwareChatClient client = Streaming([Updates.Usage(1_000, 3), Updates.Text("words"), Chunk(string.Empty, input: 0, written: 500), Updates.Finish()]);

        await client.AskAsync(streaming: true);

        Assert.Equal(Limit - 1_500, Level(client), 3);
    }

    [Fact]
    public async Task Usage_OfEveryModelCallOfAToolLoopBelow_AddsUp()
    {
        using CapacityAwareChatClient client = Streaming([Chunk("one", 1_000, 20, "r1"), Chunk("two", 1_100, 30, "r2"), Updates.Finish()]);

        await client.AskAsync(streaming: true);

        Assert.Equal(Limit - 2_150, Level(client), 3);
    }

    [Fact]
    public async Task Usage_OfAStreamThatIsLeft_IsAtLeastWhatFlowed()
    {
        using CapacityAwareChatClient client = Streaming([Chunk(new('x', 400), 1_000, 10), Chunk(new('x', 400), 1_000, 20), Updates.Finish()]);

        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Ask.Question))
            if (update.Contents.OfType<UsageContent>().Single().Details.OutputTokenCount == 20)
                break;

        Assert.Equal(Limit - 1_200, Level(client), 3);
    }

    [Theory]
    [InlineData(1L << 31, false)]
    [InlineData(1L << 31, true)]
    [InlineData(long.MaxValue, false)]
    [InlineData(long.MaxValue, true)]
    [InlineData(-1, false)]
    [InlineData(-1, true)]
    public async Task Usage_BeyondReason_IsChargedAsIfNothingHadBeenReported(long tokens, bool streaming)
    {
        using CapacityAwareChatClient client = Reporting(tokens);
        using CapacityAwareChatClient silent = Reporting(tokens: null);

        await client.AskAsync(streaming);
        await silent.AskAsync(streaming);

        Assert.Equal(Level(silent), Level(client), 3);
        Assert.Null((await client.AskAsync(streaming)).GetRoutingReport()!.ActualTokens);
    }

    /// <summary>A count that a model could have, and that is far beyond the limit: the route is back when the window is over.</summary>
    [Theory]
    [InlineData(16_000_000, LimiterKind.Continuous, false)]
    [InlineData(16_000_000, LimiterKind.Continuous, true)]
    [InlineData(16_000_000, LimiterKind.FixedWindow, true)]
    [InlineData(16_000_000, LimiterKind.SlidingWindow, false)]
    public async Task Usage_FarBeyondTheLimit_ShutsTheRouteForAWindowAtMost(long tokens, LimiterKind limiter, bool streaming)
    {
        using CapacityAwareChatClient client = Reporting(tokens, ProviderProfile.Generic with { Limiter = limiter });
        await client.AskAsync(streaming);
        Assert.InRange(Level(client), -Limit, 0);

        _time.Advance(TimeSpan.FromSeconds(62));

        Assert.Equal("a", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
    }

    [Fact]
    public async Task Usage_FarBeyondABudget_IsADebtOfThatBudgetAtMost()
    {
        // A million tokens cost 10: the report costs 160, of 100 a day.
        ModelRoute route = new("a", Model(16_000_000)) { Limits = new() { CostPerDay = 100 }, Prices = new() { InputPerMillion = 10, OutputPerMillion = 10 } };
        using CapacityAwareChatClient client = new([route], timeProvider: _time);

        await client.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromDays(1));

        Assert.Equal("a", (await client.AskAsync(streaming: false)).GetRoutingReport()!.ServedBy);
    }

    private static double Level(CapacityAwareChatClient client) => (double)client.Route("a").Buckets[0].Level;

    private static ChatResponseUpdate Chunk(string text, long input, long written, string? response = null) =>
        new(ChatRole.Assistant, [new TextContent(text), .. Updates.Usage(input, written).Contents]) { ResponseId = response };

    private CapacityAwareChatClient Streaming(IReadOnlyList<ChatResponseUpdate> updates) =>
        Router(new ScriptedStream { Updates = updates }.AsClient());

    private CapacityAwareChatClient Reporting(long? tokens, ProviderProfile? profile = null) => Router(Model(tokens), profile);

    private static TestClient Model(long? tokens)
    {
        ChatResponse response = TestClient.Says("four words are here");
        response.Usage = tokens is null ? null : new() { InputTokenCount = tokens, OutputTokenCount = tokens, TotalTokenCount = tokens };
        return new() { OnResponse = (_, _, _) => Task.FromResult(response) };
    }

    private CapacityAwareChatClient Router(IChatClient client, ProviderProfile? profile = null) =>
        Make.Router(_time, new ModelRoute("a", client)
        {
            Profile = profile ?? ProviderProfile.Generic,
            Limits = new() { TokensPerMinute = Limit, Burst = TimeSpan.FromMinutes(1) },
        });
}
