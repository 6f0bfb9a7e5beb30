using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

public sealed class TransparencyTests
{
    [Fact]
    public async Task GetResponse_Served_ReturnsTheSameInstance()
    {
        ChatResponse served = TestClient.Says("ok");
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnResponse = (_, _, _) => Task.FromResult(served) });

        Assert.Same(served, await client.GetResponseAsync(Ask.Question));
    }

    [Fact]
    public async Task GetResponse_Served_AddsNothingButTheReport()
    {
        object raw = new();
        AdditionalPropertiesDictionary properties = new() { ["provider's"] = 1 };
        ChatResponse served = new(new ChatMessage(ChatRole.Assistant, "ok"))
        {
            ResponseId = "id",
            ModelId = "model",
            ConversationId = "conversation",
            FinishReason = ChatFinishReason.ToolCalls,
            Usage = new() { InputTokenCount = 3, OutputTokenCount = 4 },
            RawRepresentation = raw,
            AdditionalProperties = properties,
        };
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnResponse = (_, _, _) => Task.FromResult(served) });

        ChatResponse response = await client.GetResponseAsync(Ask.Question);

        Assert.Same(raw, response.RawRepresentation);
        Assert.Equal(("id", "model", "conversation", ChatFinishReason.ToolCalls), (response.ResponseId, response.ModelId, response.ConversationId, response.FinishReason));
        Assert.Equal((3, 4), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.Equal("provider's", Assert.Single(properties).Key);
        Assert.Equal((2, 1), (response.AdditionalProperties!.Count, response.AdditionalProperties["provider's"]));
    }

    [Fact]
    public async Task GetStreamingResponse_Served_ReturnsTheUpdatesAsTheyAre()
    {
        object raw = new();
        ChatResponseUpdate[] served = [Updates.Empty(), new(ChatRole.Assistant, "hel") { RawRepresentation = raw, ResponseId = "id" }, Updates.Text("lo"), Updates.Finish(), Updates.Usage(3, 4)];
        using CapacityAwareChatClient client = Make.Router(new ScriptedStream { Updates = served }.AsClient());

        List<ChatResponseUpdate> seen = [];
        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen);

        Assert.Equal(served, seen);
        Assert.Same(raw, seen[1].RawRepresentation);
        Assert.Equal("id", seen[1].ResponseId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Usage_Survives(bool streaming)
    {
        TestClient inner = new()
        {
            OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")) { Usage = new() { InputTokenCount = 7, OutputTokenCount = 9, TotalTokenCount = 16 } }),
            OnStream = (_, _, _) => new ScriptedStream { Updates = [Updates.Text("ok"), Updates.Finish(), Updates.Usage(7, 9)] },
        };
        using CapacityAwareChatClient client = Make.Router(inner);

        UsageDetails usage = (await client.AskAsync(streaming)).Usage!;

        Assert.Equal((7, 9, 16), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CallersOptions_AreNeverChangedOrShared(bool streaming)
    {
        TestClient first = TestClient.Failing(500);
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), new ModelRoute("a", first) { ModelId = "route's" }, new("b", second));
        ChatOptions options = new ChatOptions { ModelId = "caller's", Temperature = 0.5f, StopSequences = ["stop"] }.WithRouting(new() { MaxAttempts = 2 });
        AdditionalPropertiesDictionary properties = options.AdditionalProperties!;

        await client.AskAsync(streaming, options);

        Assert.Equal(("caller's", 0.5f), (options.ModelId, options.Temperature));
        Assert.Same(properties, options.AdditionalProperties);
        Assert.Single(properties);
        Assert.Equal("stop", Assert.Single(options.StopSequences!));
        Assert.NotSame(options, first.Options[0]);
        Assert.NotSame(options, second.Options[0]);
        Assert.NotSame(first.Options[0], second.Options[0]);
        Assert.Equal(0.5f, second.Options[0]!.Temperature);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_WithoutOptions_WorksOnEveryRoute(bool streaming)
    {
        TestClient first = TestClient.Failing(500);
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), new ModelRoute("a", first), new("b", second) { ModelId = "route's" });

        await client.AskAsync(streaming, options: null);

        Assert.Null(Assert.Single(first.Options));
        Assert.Equal("route's", Assert.Single(second.Options)!.ModelId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_ModelIdOfTheRoute_WinsOverTheCallers(bool streaming)
    {
        TestClient first = TestClient.Failing(500);
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), new ModelRoute("a", first) { ModelId = "route's" }, new("b", second));

        await client.AskAsync(streaming, new() { ModelId = "caller's" });

        Assert.Equal("route's", first.Options[0]!.ModelId);
        Assert.Equal("caller's", second.Options[0]!.ModelId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CallersOwnToken_ReachesTheClientWhenNoTimerRuns(bool streaming)
    {
        using CancellationTokenSource caller = new();
        TestClient inner = new();
        using CapacityAwareChatClient client = Make.Router(Make.Untimed(), inner);

        await client.AskAsync(streaming, token: caller.Token);

        Assert.Equal(caller.Token, inner.LastToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CallersCancellation_ReachesTheClientWhenTimersRun(bool streaming)
    {
        using CancellationTokenSource caller = new();
        bool reached = false;
        TestClient inner = new()
        {
            OnResponse = (_, _, token) =>
            {
                caller.Cancel();
                reached = token.IsCancellationRequested;
                return Task.FromCanceled<ChatResponse>(token);
            },
        };
        using CapacityAwareChatClient client = Make.Router(inner);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: caller.Token));

        Assert.True(reached);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_LazyMessages_AreEnumeratedOnceAndWorkOnEveryAttempt(bool streaming)
    {
        int enumerations = 0;
        TestClient first = TestClient.Failing(500);
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(first, second);

        await client.AskAsync(streaming, messages: Lazy());

        Assert.Equal(1, enumerations);
        Assert.Equal(["one", "two"], first.Messages[0].Select(message => message.Text));
        Assert.Equal(["one", "two"], second.Messages[0].Select(message => message.Text));

        IEnumerable<ChatMessage> Lazy()
        {
            Assert.Equal(1, ++enumerations);
            yield return new(ChatRole.User, "one");
            yield return new(ChatRole.User, "two");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_MessagesThatThrow_SurfaceTheirOwnExceptionAndCallNobody(bool streaming)
    {
        InvalidOperationException own = new("no messages today");
        TestClient inner = new();
        using CapacityAwareChatClient client = Make.Router(inner);

        Assert.Same(own, await Assert.ThrowsAsync<InvalidOperationException>(() => client.AskAsync(streaming, messages: Failing())));
        Assert.Equal(0, inner.Calls);

        IEnumerable<ChatMessage> Failing()
        {
            yield return new(ChatRole.User, "one");
            throw own;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_UnderWay_IsNotCompleteBeforeTheInnerCallIs(bool streaming)
    {
        TaskCompletionSource<ChatResponse> answer = new();
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnResponse = (_, _, _) => answer.Task });

        Task<ChatResponse> call = client.AskAsync(streaming);
        Assert.False(call.IsCompleted);
        answer.SetResult(TestClient.Says("at last"));

        Assert.Equal("at last", (await call).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_100AtOnce_DoNotDisturbOneAnother(bool streaming)
    {
        TestClient odd = new() { OnResponse = (messages, _, _) => IsEven(messages) ? throw TestClient.Http(451) : Echo(messages) };
        TestClient even = new() { OnResponse = (messages, _, _) => Echo(messages) };

        // Limits are known, so that no route is tried with a few calls first.
        CapacityLimits plenty = new() { RequestsPerMinute = 1_000_000 };
        using CapacityAwareChatClient client = new(
            [new("a", odd) { Limits = plenty }, new("b", even) { Limits = plenty }], new() { FailoverOnContentFilter = true });

        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(async () =>
        {
            ChatResponse response = await client.AskAsync(streaming, messages: [new(ChatRole.User, $"{number}")]);
            Assert.Equal($"{number}", response.Text);
            Assert.Equal(number % 2 == 0 ? "b" : "a", response.GetRoutingReport()!.ServedBy);
            Assert.Equal(number % 2 == 0 ? 2 : 1, response.GetRoutingReport()!.Attempts.Count);
        })));

        static bool IsEven(IEnumerable<ChatMessage> messages) => int.Parse(messages.Single().Text) % 2 == 0;

        static async Task<ChatResponse> Echo(IEnumerable<ChatMessage> messages)
        {
            await Task.Yield();
            return TestClient.Says(messages.Single().Text);
        }
    }
}
