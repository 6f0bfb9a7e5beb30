using CapacityRouting.Pipelines.Tests.Tools;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Pipelines.Tests;

/// <summary>A cache above the router, which stores answers as JSON.</summary>
public sealed class DistributedCacheTests
{
    private readonly ByteCache _cache = new();

    [Theory]
    [InlineData(false, JsonKind.SourceGenerated)]
    [InlineData(true, JsonKind.SourceGenerated)]
    [InlineData(false, JsonKind.Reflecting)]
    [InlineData(true, JsonKind.Reflecting)]
    public async Task Cache_Above_GivesTheAnswerAgain(bool streaming, JsonKind json)
    {
        TestClient model = TestClient.Saying("once");
        using IChatClient client = Cached(json, model);

        ChatResponse first = await client.AskAsync(streaming);
        ChatResponse again = await client.AskAsync(streaming);

        Assert.Equal(("once", "once", 1), (first.Text, again.Text, model.Calls));
        Assert.Equal("a", first.GetRoutingReport()?.ServedBy);
        RoutingReport restored = again.GetRoutingReport()!;
        Assert.Equal((true, "a", false), (restored.IsRestored, restored.ServedBy, first.GetRoutingReport()!.IsRestored));
    }

    [Theory]
    [InlineData(false, JsonKind.SourceGenerated)]
    [InlineData(true, JsonKind.SourceGenerated)]
    [InlineData(false, JsonKind.Reflecting)]
    [InlineData(true, JsonKind.Reflecting)]
    public async Task Cache_AboveAFailover_GivesTheAnswerAgainAndStoresNoWordOfTheErrors(bool streaming, JsonKind json)
    {
        TestClient model = TestClient.Saying("once");
        using IChatClient client = Cached(json, Quoting.ByException(), Quoting.ByResponse(), model);

        ChatResponse first = await client.AskAsync(streaming);
        ChatResponse again = await client.AskAsync(streaming);

        Assert.Equal(("once", "once", 1), (first.Text, again.Text, model.Calls));
        Assert.Equal(
            [("a", FailureKind.Authentication), ("b", FailureKind.Authentication), ("c", null)],
            first.GetRoutingReport()!.Attempts.Select(attempt => (attempt.Route, attempt.Failure?.Kind)));
        Assert.Contains("once", _cache.Text, StringComparison.Ordinal);
        Quoting.AssertAbsent(_cache.Text);
    }

    [Theory]
    [InlineData(JsonKind.SourceGenerated)]
    [InlineData(JsonKind.Reflecting)]
    public async Task Cache_AboveAStreamThatChangesHands_GivesTheAnswerAgain(JsonKind json)
    {
        TestClient breaking = new() { OnStream = (_, _, _) => BreakingAsync() };
        using IChatClient client = Cached(json, Continuing.Router(new(), breaking, TestClient.Streaming(" and the end")));

        ChatResponse first = await client.AskAsync(streaming: true);
        ChatResponse again = await client.AskAsync(streaming: true);

        Assert.Equal(("the beginning and the end", "the beginning and the end", 1), (first.Text, again.Text, breaking.Calls));
        Quoting.AssertAbsent(_cache.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cache_BetweenTwoRouters_LeavesTheReportOfTheOuterOne(bool streaming)
    {
        TestClient model = TestClient.Saying("once");
        using CapacityAwareChatClient outer = Make.Router(TestClient.Failing(500), Cached(JsonKind.SourceGenerated, model));

        ChatResponse first = await outer.AskAsync(streaming);
        ChatResponse again = await outer.AskAsync(streaming);

        Assert.Equal(1, model.Calls);
        Assert.Equal(("b", "b"), (first.GetRoutingReport()!.ServedBy, again.GetRoutingReport()!.ServedBy));
        Assert.NotSame(first.GetRoutingReport(), again.GetRoutingReport());
    }

    /// <summary>A cache's key is made of the messages, and those of a streamed answer carry its report: nothing in it may differ from call to call.</summary>
    [Fact]
    public async Task Cache_AskedTheSecondTurnOfTheSameConversation_GivesTheAnswerAgain()
    {
        FakeTimeProvider time = new();
        using CapacityAwareChatClient router = Make.Router(time, Speaking(time));
        TestClient model = TestClient.Saying("once");
        using IChatClient client = Cached(JsonKind.SourceGenerated, model);

        for (int i = 1; i <= 2; i++)
        {
            ChatResponse turn = await router.AskAsync(streaming: true);
            time.Advance(TimeSpan.FromSeconds(i));
            await client.AskAsync(streaming: true, messages: [.. Ask.Question, .. turn.Messages, .. Ask.Question]);
        }

        Assert.Equal(1, model.Calls);
    }

    private IChatClient Cached(JsonKind json, params IChatClient[] models) => Cached(json, Make.Router(models));

    private IChatClient Cached(JsonKind json, CapacityAwareChatClient router) =>
        new ChatClientBuilder(router).UseDistributedCache(_cache, cache => cache.JsonSerializerOptions = Json.Of(json)).Build();

    /// <summary>Answers as providers do, in a message with an id; each answer takes longer than the one before.</summary>
    private static TestClient Speaking(FakeTimeProvider time)
    {
        int calls = 0;
        return new() { OnStream = (_, _, _) => SpeakAsync(time, TimeSpan.FromSeconds(++calls)) };
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> SpeakAsync(FakeTimeProvider time, TimeSpan takes)
    {
        await Task.CompletedTask;
        time.Advance(takes);
        yield return new(ChatRole.Assistant, "hello") { MessageId = "m1" };
        yield return new(ChatRole.Assistant, []) { MessageId = "m1", FinishReason = ChatFinishReason.Stop };
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> BreakingAsync()
    {
        await Task.CompletedTask;
        yield return Updates.Text("the beginning");
        throw new IOException($"{Quoting.Key} {Quoting.Prompt}");
    }
}
