using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Background responses: begun by one call, asked for by others, which are no new requests.</summary>
public sealed class PollTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_OfAResponse_GoesToTheRouteThatMadeIt(bool streaming)
    {
        TestClient first = new();
        TestClient second = Own.InBackground();
        using CapacityAwareChatClient client = Make.Router(_time, first, second);
        await BeginAsync(client, "b", streaming);

        ChatResponse ready = await PollAsync(client, streaming);

        Assert.Equal(("ready", "b"), (ready.Text, ready.GetRoutingReport()!.ServedBy));
        Assert.NotNull(second.Options[1]!.ContinuationToken);
        Assert.Equal(0, first.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_AnyNumber_TakesNothing(bool streaming)
    {
        using CapacityAwareChatClient client = Limited(out _);
        await BeginAsync(client, "b", streaming);
        decimal[] levels = Levels(client);

        for (int i = 0; i < 20; i++)
            await PollAsync(client, streaming);

        Assert.Equal(levels, Levels(client));
        Assert.Equal(0, client.Route("b").InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_RouteHasNoRoomLeft_PassesAndReservesNothing(bool streaming)
    {
        using CapacityAwareChatClient client = Limited(out _);

        // Ten seconds hold one request, and this is it.
        await BeginAsync(client, "b", streaming);
        Assert.Equal(0, client.Route("b").Buckets.Single(bucket => bucket.Dimension == CapacityDimension.RequestsPerMinute).Level);

        RoutingReport report = (await PollAsync(client, streaming)).GetRoutingReport()!;

        Assert.Equal(("b", 0L, TimeSpan.Zero), (report.ServedBy, report.EstimatedTokens, report.Waited));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_SlotsAreFullAndOthersWait_OvertakesThemAndTakesNoSlot(bool streaming)
    {
        TaskCompletionSource<ChatResponse> busy = new();
        TestClient client = new() { OnResponse = (_, options, _) => options?.ContinuationToken is not null ? Task.FromResult(TestClient.Says("ready")) : busy.Task };
        using CapacityAwareChatClient router = Make.Router(_time, new ModelRoute("a", client) { Limits = new() { MaxConcurrentRequests = 1 } });
        Task<ChatResponse> running = router.AskAsync(streaming);
        Task<ChatResponse> waiting = router.AskAsync(streaming);

        Assert.Equal("ready", (await PollAsync(router, streaming).DoneAsync()).Text);

        Assert.Equal((1, false), (router.Route("a").InFlight, waiting.IsCompleted));
        busy.SetResult(TestClient.Says("ok"));
        await running.DoneAsync();
        await waiting.DoneAsync();
        Assert.Equal(0, router.Route("a").InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_QuotaCoolsDown_PassesAndLeavesItCooling(bool streaming)
    {
        TestClient second = new()
        {
            OnResponse = (messages, options, _) => options?.ContinuationToken is not null ? Task.FromResult(TestClient.Says("ready"))
                : messages.Any() ? Task.FromException<ChatResponse>(TestClient.Http(429, "40")) : Task.FromResult(Own.Begun(Own.Token())),
        };
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);
        await client.GetResponseAsync([], new ChatOptions().WithRouting(new() { Route = "b" }));
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => BeginAsync(client, "b", streaming));
        Assert.Equal(TimeSpan.FromSeconds(40), client.Route("b").CoolingDownFor);

        Assert.Equal("ready", (await PollAsync(client, streaming).DoneAsync()).Text);
        Assert.Equal(TimeSpan.FromSeconds(40), client.Route("b").CoolingDownFor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_RouteComesBackOneCallAtATime_LeavesThatToNewRequests(bool streaming)
    {
        bool isBusy = true;
        TestClient only = new()
        {
            OnResponse = (_, options, _) => options?.ContinuationToken is not null ? Task.FromResult(TestClient.Says("ready"))
                : isBusy ? Task.FromException<ChatResponse>(TestClient.Http(429)) : new TaskCompletionSource<ChatResponse>().Task,
        };
        using CapacityAwareChatClient client = Make.Router(_time, only);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero })));
        isBusy = false;

        // The first guess at a wait is a second at most. The failed call and the poll are two.
        _time.Advance(TimeSpan.FromSeconds(1));
        await PollAsync(client, streaming);
        _ = client.AskAsync(streaming);
        _ = client.AskAsync(streaming);

        Assert.Equal(2 + 1, only.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_RouteIsIsolated_IsRefused(bool streaming)
    {
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, Own.InBackground());
        await BeginAsync(client, "b", streaming);
        await client.GetService<IRouteControl>()!.IsolateAsync("b");

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => PollAsync(client, streaming).DoneAsync());

        Assert.Equal([new("a", ExclusionReason.BoundElsewhere, null), new("b", ExclusionReason.Isolated, null)], refused.Excluded.OrderBy(each => each.Route));
        Assert.Equal(0, first.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_CircuitIsOpen_IsRefusedAndFindsOutWhenAProbeIsDue(bool streaming)
    {
        bool isDown = true;
        TestClient second = new()
        {
            OnResponse = (_, _, _) => isDown ? Task.FromException<ChatResponse>(TestClient.Http(500)) : Task.FromResult(TestClient.Says("ready")),
        };
        using CapacityAwareChatClient client = new(
            [new ModelRoute("a", new TestClient()), new ModelRoute("b", second) { CircuitBreaker = new() { MinimumThroughput = 2, BreakDuration = TimeSpan.FromSeconds(5) } }],
            new() { MaxWait = TimeSpan.Zero },
            _time);
        ChatOptions named = Own.Poll(Own.Token()).WithRouting(new() { Route = "b" });
        for (int i = 0; i < 2; i++)
            await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, named));

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, named));
        Assert.Equal(new RouteExclusion("b", ExclusionReason.CircuitOpen, TimeSpan.FromSeconds(5)), Assert.Single(refused.Excluded, each => each.Route == "b"));
        Assert.Equal(2, second.Calls);

        isDown = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("ready", (await client.AskAsync(streaming, named)).Text);
        Assert.Equal(CircuitState.Closed, client.Route("b").Circuit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_ItsUsage_TeachesTheRouteNothing(bool streaming)
    {
        ChatResponse huge = new(new ChatMessage(ChatRole.Assistant, "ready")) { Usage = new() { InputTokenCount = 90_000, OutputTokenCount = 90_000, TotalTokenCount = 180_000 } };
        TestClient only = new() { OnResponse = (_, _, _) => Task.FromResult(huge) };
        using CapacityAwareChatClient client = Make.Router(_time, only);
        long before = client.Monitor().Explain(Ask.Question).EstimatedTokens;

        for (int i = 0; i < 10; i++)
            await client.AskAsync(streaming, Own.Poll(Own.Token()));

        Assert.Equal(before, client.Monitor().Explain(Ask.Question).EstimatedTokens);
        await client.AskAsync(streaming);
        Assert.NotEqual(before, client.Monitor().Explain(Ask.Question).EstimatedTokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Poll_RestartElsewhere_IsANewRequestThere(bool streaming)
    {
        TestClient first = new();
        using CapacityAwareChatClient client = new(
            [new ModelRoute("a", first) { Limits = new() { RequestsPerMinute = 600 } }, new ModelRoute("b", Own.InBackground())], timeProvider: _time);
        await BeginAsync(client, "b", streaming);
        await client.GetService<IRouteControl>()!.IsolateAsync("b");
        decimal before = Assert.Single(client.Route("a").Buckets).Level;

        RoutingReport report = (await client.AskAsync(streaming, Own.Poll(Own.Token()).WithRouting(new() { RestartElsewhere = true })).DoneAsync()).GetRoutingReport()!;

        Assert.Equal("a", report.ServedBy);
        Assert.Null(first.Options[0]!.ContinuationToken);
        Assert.Equal(before - 1, Assert.Single(client.Route("a").Buckets).Level);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Begin_AResponseWithoutContentYet_IsAnAnswerAndCostsWhatItReserved(bool streaming)
    {
        using CapacityAwareChatClient client = Limited(out _);

        ChatResponse begun = await BeginAsync(client, "b", streaming);

        // The question's estimate and a first guess at the answer are taken of 60,000 tokens a minute: a sixth of them is there at once.
        RoutingReport report = begun.GetRoutingReport()!;
        Assert.Null(Assert.Single(report.Attempts).Failure);
        Assert.True(report.EstimatedTokens > 256);
        Assert.Equal(10_000 - report.EstimatedTokens, client.Route("b").Buckets.Single(bucket => bucket.Dimension == CapacityDimension.TokensPerMinute).Level);
    }

    [Fact]
    public async Task Poll_NotReadyYet_IsAnAnswerAndMayNameAnotherToken()
    {
        TestClient second = new() { OnResponse = (_, options, _) => Task.FromResult(options?.ContinuationToken is null ? Own.Begun(Own.Token(1)) : Own.Begun(Own.Token(2))) };
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);
        await BeginAsync(client, "b", streaming: false);

        await client.GetResponseAsync([], Own.Poll(Own.Token(1)));
        ChatResponse again = await client.GetResponseAsync([], Own.Poll(Own.Token(2)));

        Assert.Equal("b", again.GetRoutingReport()!.ServedBy);
    }

    [Fact]
    public async Task Poll_StreamLeftWhileMoreWasHeld_GoesOnFromWhatTheCallerHas()
    {
        // Both are there when the stream commits; the caller takes only the first.
        TestClient second = new() { OnStream = (_, options, _) => new ScriptedStream { Updates = options?.ContinuationToken is null ? [Own.BegunUpdate(Own.Token(1)), Told("text", 2)] : [Updates.Text("ready")] } };
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);

        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Ask.Question, new ChatOptions().WithRouting(new() { Route = "b" })))
            break;

        Assert.Equal("ready", (await client.AskAsync(streaming: true, Own.Poll(Own.Token(1)))).Text);
    }

    [Fact]
    public async Task Begin_BreaksOffAtAnUpdateThatIsLate_CanBeResumedBeforeIt()
    {
        // The second update is more than was reserved, so the clock is looked at; it does not reach the caller.
        ScriptedStream stream = null!;
        stream = new() { Updates = [Told("one", 1), Told(new('x', 1_200), 2)], OnMove = index => index == 1 && stream.Opens == 1 ? Late() : null };
        using CapacityAwareChatClient client = Make.Router(_time, stream.AsClient(), new TestClient());

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true));

        Assert.Equal("one", thrown.ReceivedText);
        Assert.Equal(Own.Token(1).ToBytes().ToArray(), thrown.ContinuationToken!.ToBytes().ToArray());
        await client.AskAsync(streaming: true, Own.Poll(thrown.ContinuationToken));
        Assert.Equal(2, stream.Opens);
    }

    [Fact]
    public async Task Explain_OfAPoll_NamesItsRouteAndReservesNothing()
    {
        using CapacityAwareChatClient client = Limited(out _);
        await BeginAsync(client, "b", streaming: false);

        RoutingExplanation explanation = client.Monitor().Explain([], Own.Poll(Own.Token()));

        Assert.Equal(("b", TimeSpan.Zero, 0L), (explanation.Route, explanation.Wait, explanation.EstimatedTokens));
    }

    private static Task<ChatResponse> BeginAsync(CapacityAwareChatClient client, string route, bool streaming) =>
        client.AskAsync(streaming, new ChatOptions { AllowBackgroundResponses = true }.WithRouting(new() { Route = route, MaxWait = TimeSpan.Zero }));

    private static Task<ChatResponse> PollAsync(CapacityAwareChatClient client, bool streaming) => client.AskAsync(streaming, Own.Poll(Own.Token()), messages: []);

    private static decimal[] Levels(CapacityAwareChatClient client) => [.. client.Route("b").Buckets.Select(bucket => bucket.Level)];

    private CapacityAwareChatClient Limited(out TestClient second)
    {
        second = Own.InBackground();
        return Make.Router(
            _time,
            new ModelRoute("a", new TestClient()),
            new ModelRoute("b", second) { Limits = new() { RequestsPerMinute = 6, TokensPerMinute = 60_000, MaxConcurrentRequests = 1 } });
    }

    private static ChatResponseUpdate Told(string text, byte token) => new(ChatRole.Assistant, text) { ContinuationToken = Own.Token(token) };

    private ValueTask<bool>? Late()
    {
        _time.Advance(TimeSpan.FromMinutes(6));
        return null;
    }
}
