using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>What a client that only tries one after the other gets wrong.</summary>
public sealed class BetterThanOrderedFailoverTests
{
    [Fact]
    public async Task Stream_WithAnEmptyFirstUpdate_IsNotCommitted()
    {
        ScriptedStream overloaded = new() { Updates = [Updates.Empty()], OnMove = index => index == 1 ? throw TestClient.Http(529) : null };
        using CapacityAwareChatClient client = Make.Router(overloaded.AsClient(), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.Overloaded, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_InvalidRequest_IsSentOnce(bool streaming)
    {
        TestClient[] clients = [TestClient.Failing(400), TestClient.Failing(400), TestClient.Failing(400)];
        using CapacityAwareChatClient client = Make.Router(clients);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming));

        Assert.Equal([1, 0, 0], clients.Select(inner => inner.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_WrongKey_IsNotTriedAgainByTheNextCall(bool streaming)
    {
        TestClient first = TestClient.Failing(401);
        using CapacityAwareChatClient client = Make.Router(first, TestClient.Saying("second"));

        await client.AskAsync(streaming);
        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal(1, first.Calls);
        Assert.Equal(ExclusionReason.Closed, Assert.Single(response.GetRoutingReport()!.Excluded).Reason);
    }

    [Theory]
    [InlineData(false, typeof(ArgumentException))]
    [InlineData(true, typeof(ArgumentException))]
    [InlineData(false, typeof(ArgumentNullException))]
    [InlineData(true, typeof(ArgumentNullException))]
    [InlineData(false, typeof(NotSupportedException))]
    [InlineData(true, typeof(NotSupportedException))]
    [InlineData(false, typeof(NullReferenceException))]
    [InlineData(true, typeof(NullReferenceException))]
    public async Task Ask_ProgrammingError_IsSentOnce(bool streaming, Type error)
    {
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(() => (Exception)Activator.CreateInstance(error)!), next);

        await Assert.ThrowsAsync(error, () => client.AskAsync(streaming));

        Assert.Equal(0, next.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_ErrorContentWithACode_IsAFailure(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(Answering(new ErrorContent("broken") { ErrorCode = "server_error" }), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("second", response.Text);
        RouteFailure failure = response.GetRoutingReport()!.Attempts[0].Failure!;
        Assert.Equal((FailureKind.ServerError, "server_error"), (failure.Kind, failure.ErrorCode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Refusal_IsAnAnswer(bool streaming)
    {
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(Answering(new ErrorContent("I can't help with that") { ErrorCode = "Refusal" }), next);

        Assert.Equal("a", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
        Assert.Equal(0, next.Calls);
    }

    [Fact]
    public async Task Stream_ErrorContentAfterCommit_IsAFailureAndNoContent()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("hel"), Updates.Error("overloaded")] };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        List<ChatResponseUpdate> seen = [];
        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen));

        Assert.Equal("hel", Assert.Single(seen).Text);
        Assert.Equal("overloaded", thrown.Failure.ErrorCode);
        Assert.Same(thrown.Failure, thrown.GetRoutingReport()!.Attempts[0].Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_AnswerWithoutAnyContent_IsAFailure(bool streaming)
    {
        TestClient empty = new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse([])), OnStream = (_, _, _) => new ScriptedStream() };
        using CapacityAwareChatClient client = Make.Router(empty, TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.EmptyResponse, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Fact]
    public async Task Stream_OfEmptyUpdatesAlone_IsAFailure()
    {
        ScriptedStream empty = new() { Updates = [Updates.Empty(), Updates.Text(string.Empty), Updates.Usage(5, 0), Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(empty.AsClient(), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.EmptyResponse, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_SilentAnswerOfAModelThatOnlyReasoned_IsNotAFailure(bool streaming)
    {
        ChatResponse cut = new(new ChatMessage(ChatRole.Assistant, [])) { FinishReason = ChatFinishReason.Length, Usage = new() { OutputTokenCount = 16 } };
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnResponse = (_, _, _) => Task.FromResult(cut) });

        Assert.Equal(ChatFinishReason.Length, (await client.AskAsync(streaming)).FinishReason);
    }

    [Fact]
    public async Task Stream_CutOffByTheConnection_IsATruncatedStream()
    {
        ScriptedStream cut = new() { Updates = [Updates.Empty()], OnMove = index => index == 1 ? throw new HttpIOException(HttpRequestError.ResponseEnded) : null };
        using CapacityAwareChatClient client = Make.Router(cut.AsClient(), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.TruncatedStream, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Fact]
    public async Task Stream_WithoutTheFinishReasonThatItsRouteAlwaysGives_IsNeverACleanEnd()
    {
        ScriptedStream whole = new() { Updates = [Updates.Text("hello"), Updates.Finish()] };
        ScriptedStream truncated = new() { Updates = [Updates.Text("hel")] };
        int calls = 0;
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnStream = (_, _, _) => calls++ < 20 ? whole : truncated });
        for (int i = 0; i < 20; i++)
            await client.AskAsync(streaming: true);

        List<ChatResponseUpdate> seen = [];
        Exception? thrown = await Record.ExceptionAsync(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen));

        Assert.NotNull(thrown);
        Assert.Equal("hel", string.Concat(seen));
        Assert.Equal(FailureKind.TruncatedStream, seen[0].GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_HangingClient_IsLeftForTheNext(bool streaming)
    {
        ManualTime time = new();
        TaskCompletionSource<ChatResponse> never = new();
        using CapacityAwareChatClient client = Make.Router(time, new TestClient { OnResponse = (_, _, _) => never.Task }, TestClient.Saying("second"));

        Task<ChatResponse> call = client.AskAsync(streaming);
        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal("second", (await call.DoneAsync()).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_OptionsChangedByOneClient_DoNotReachTheNext(bool streaming)
    {
        TestClient vandal = new()
        {
            OnResponse = (_, options, _) =>
            {
                options!.Temperature = 2;
                options.ModelId = "mine";
                options.StopSequences!.Add("stop");
                options.AdditionalProperties!["mine"] = true;
                throw TestClient.Http(500);
            },
        };
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(vandal, next);

        await client.AskAsync(streaming, new() { ModelId = "caller's", StopSequences = [], AdditionalProperties = new() { ["caller's"] = true } });

        ChatOptions received = Assert.Single(next.Options)!;
        Assert.Null(received.Temperature);
        Assert.Equal("caller's", received.ModelId);
        Assert.Empty(received.StopSequences!);
        Assert.Equal("caller's", Assert.Single(received.AdditionalProperties!).Key);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_ClientThatHasJustRefused_IsNotAskedAgainUntilItsTime(bool streaming)
    {
        ManualTime time = new();
        TestClient first = TestClient.Failing(429, "30");
        using CapacityAwareChatClient client = Make.Router(time, first, new TestClient());

        await client.AskAsync(streaming);
        time.Advance(TimeSpan.FromSeconds(29));
        await client.AskAsync(streaming);
        Assert.Equal(1, first.Calls);

        time.Advance(TimeSpan.FromSeconds(1));
        await client.AskAsync(streaming);
        Assert.Equal(2, first.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_100AtOnceWhere10Fit_AreAllServed(bool streaming)
    {
        ManualTime time = new();
        int underWay = 0;
        int most = 0;
        TestClient inner = new()
        {
            OnResponse = async (_, _, _) =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref underWay));
                await Task.Yield();
                Interlocked.Decrement(ref underWay);
                return TestClient.Says("ok");
            },
        };
        using CapacityAwareChatClient client = Make.Router(time, new ModelRoute("a", inner) { Limits = new() { MaxConcurrentRequests = 10 } });

        ChatResponse[] responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => client.AskAsync(streaming))));

        Assert.All(responses, response => Assert.Equal("ok", response.Text));
        Assert.InRange(most, 1, 10);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_100AtOnceWhere10FitByRate_AreServedInTurn(bool streaming)
    {
        ManualTime time = new();
        ModelRoute route = new("a", new TestClient()) { Limits = new() { RequestsPerMinute = 60 } };
        using CapacityAwareChatClient client = new([route], new() { MaxWait = TimeSpan.FromSeconds(90) }, time);

        List<Task<ChatResponse>> calls = [.. Enumerable.Range(0, 100).Select(_ => client.AskAsync(streaming))];
        Assert.Equal(10, calls.Count(call => call.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(90));

        Assert.All(await Task.WhenAll(calls).DoneAsync(), response => Assert.Equal("ok", response.Text));
    }

    private static TestClient Answering(AIContent content) =>
        new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [content])) { FinishReason = ChatFinishReason.Stop }) };

    private static void InterlockedMax(ref int most, int value)
    {
        for (int seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
