using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

/// <summary>An answer of which a provider's filter has left nothing, in a success.</summary>
public sealed class ContentFilterTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filtered_WhereFailoverIsOn_GoesToTheNextRoute(bool streaming)
    {
        using CapacityAwareChatClient client = Router(Filtered(), failsOver: true);

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        Assert.Equal(("b", FailureKind.ContentFiltered), (report.ServedBy, report.Attempts[0].Failure!.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filtered_WhereFailoverIsOff_IsTheCallersToSee(bool streaming)
    {
        ChatResponse filtered = Filtered();
        using CapacityAwareChatClient client = Router(filtered, failsOver: false);

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal(ChatFinishReason.ContentFilter, response.FinishReason);
        Assert.Empty(response.Text);
        Assert.Equal(FailureKind.ContentFiltered, Assert.Single(response.GetRoutingReport()!.Attempts).Failure!.Kind);
        if (!streaming)
            Assert.Same(filtered, response);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Filtered_WithUsage_IsChargedForIt(bool streaming, bool failsOver)
    {
        ChatResponse filtered = Filtered();
        filtered.Usage = new() { InputTokenCount = 300, OutputTokenCount = 20, TotalTokenCount = 320 };
        using CapacityAwareChatClient client = Router(filtered, failsOver);

        await client.AskAsync(streaming);

        Assert.Equal(10_000 - 320, client.Route("a").Buckets[0].Level, 3);
    }

    [Fact]
    public async Task Filtered_BehindThoughtsAlone_GoesToTheNextRoute()
    {
        ChatResponse filtered = Filtered();
        filtered.Messages = [new(ChatRole.Assistant, [new TextReasoningContent("Hm.")])];
        using CapacityAwareChatClient client = Router(filtered, failsOver: true);

        Assert.Equal("b", (await client.AskAsync(streaming: false)).GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filtered_InTheMiddleOfAnAnswer_IsAnAnswer(bool streaming)
    {
        ChatResponse cut = TestClient.Says("Once upon a");
        cut.FinishReason = ChatFinishReason.ContentFilter;
        using CapacityAwareChatClient client = Router(cut, failsOver: true);

        Assert.Equal("Once upon a", (await client.AskAsync(streaming)).Text);
    }

    [Fact]
    public async Task Filtered_ByEveryRoute_IsToldWithEachAttempt()
    {
        TestClient filtering = new() { OnResponse = (_, _, _) => Task.FromResult(Filtered()) };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { FailoverOnContentFilter = true }, filtering, filtering);

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false));

        Assert.All(thrown.Attempts, attempt => Assert.Equal(FailureKind.ContentFiltered, attempt.Failure!.Kind));
        Assert.Equal(2, thrown.Attempts.Count);
    }

    [Fact]
    public async Task Filtered_AgainAndAgain_SaysNothingOfTheRoute()
    {
        using CapacityAwareChatClient client = Router(Filtered(), failsOver: true);

        for (int call = 0; call < 10; call++)
            await client.AskAsync(streaming: false);

        Assert.Equal(Polly.CircuitBreaker.CircuitState.Closed, client.Route("a").Circuit);
        Assert.Null(client.Route("a").CoolingDownFor);
    }

    private static ChatResponse Filtered() => new(new ChatMessage(ChatRole.Assistant, [])) { FinishReason = ChatFinishReason.ContentFilter };

    private CapacityAwareChatClient Router(ChatResponse first, bool failsOver)
    {
        ModelRoute route = new("a", new TestClient { OnResponse = (_, _, _) => Task.FromResult(first) }) { Limits = new() { TokensPerMinute = 10_000, Burst = TimeSpan.FromMinutes(1) } };
        return new([route, new("b", new TestClient())], new() { FailoverOnContentFilter = failsOver }, _time);
    }
}
