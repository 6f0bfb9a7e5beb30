using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests.Conformance;

public sealed class AdaptiveTimeoutTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly Witness _witness = new();
    private readonly List<CapacityAwareChatClient> _clients = [];

    // What the first route's next stream waits for before its first content.
    private TaskCompletionSource<bool> _content = new();

    private CapacityRoutingOptions Adaptive => new() { Timeouts = new() { FirstToken = TimeLimit.Adaptive }, CircuitBreaker = new() { MinimumThroughput = 1_000 }, FailureClassifier = _witness };

    [Fact]
    public async Task Adaptive_ARouteThatIsLate_IsLeftAfterTwiceWhatItUsuallyTakes()
    {
        CapacityAwareChatClient client = Router(Adaptive);
        for (int i = 0; i < 20; i++)
            Assert.Equal("first", await AnswerAfterAsync(client, seconds: 1));

        Task<ChatResponse> call = Start(client);
        _time.Advance(TimeSpan.FromSeconds(1.999));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        ChatResponse response = await call.DoneAsync();
        Assert.Equal("second", response.Text);
        Assert.Contains("no content within 2 s (Timeouts.FirstToken)", _witness.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adaptive_FewerThanTwentyStreams_WaitsAMinute()
    {
        CapacityAwareChatClient client = Router(Adaptive);
        for (int i = 0; i < 19; i++)
            await AnswerAfterAsync(client, seconds: 1);

        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 59));
    }

    [Fact]
    public async Task Adaptive_ARouteThatBecameSlower_IsGivenMoreTimeAfterEachTimeout()
    {
        CapacityAwareChatClient client = Router(Adaptive);
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);

        // A nudge of 9.5 % to 2.19 s, then twice that.
        Assert.Equal("second", await AnswerAfterAsync(client, seconds: 2));
        Assert.Equal("second", await AnswerAfterAsync(client, seconds: 2.19));
        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 4.3));
    }

    [Fact]
    public async Task Adaptive_TheOnlyRoute_IsGivenAMinute()
    {
        CapacityAwareChatClient client = Router(Adaptive, others: 0);
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);

        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 59));
        Task<ChatResponse> call = Start(client);
        _time.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => call.DoneAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Adaptive_NowhereElseToGo_CostsNoCall(bool noAttemptLeft)
    {
        CapacityAwareChatClient client = Router(Adaptive, limitOfOthers: 1);
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);
        if (!noAttemptLeft)
            Assert.Equal("second", await AnswerAfterAsync(client, seconds: 2));

        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 50, new() { MaxAttempts = noAttemptLeft ? 1 : null, MaxWait = TimeSpan.Zero }));
    }

    [Fact]
    public async Task Adaptive_TheOtherRouteHasNoFreeSlot_CostsNoCall()
    {
        TaskCompletionSource<ChatResponse> busy = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ModelRoute other = new("b", new TestClient { OnResponse = (_, _, _) => busy.Task }) { Tags = ["other"], Limits = new() { MaxConcurrentRequests = 1 } };
        using CapacityAwareChatClient client = new([new("a", Late()), other], Adaptive, _time);
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);

        Task<ChatResponse> call = client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { Tags = ["other"] }));
        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 50));
        busy.SetResult(TestClient.Says("second"));
        await call.DoneAsync();

        Assert.Equal("second", await AnswerAfterAsync(client, seconds: 3));
    }

    [Fact]
    public async Task Adaptive_OfTheRequest_GoesOverAFixedOneOfTheRoute()
    {
        CapacityAwareChatClient client = Router(new());
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);

        Assert.Equal("second", await AnswerAfterAsync(client, seconds: 2, new() { Timeouts = new() { FirstToken = TimeLimit.Adaptive } }));
        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 3));
    }

    [Fact]
    public async Task FirstToken_OfTheRequest_GoesOverAnAdaptiveOneOfTheRoute()
    {
        CapacityAwareChatClient client = Router(Adaptive);
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);

        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 1_000, new() { Timeouts = new() { FirstToken = TimeLimit.None, Total = TimeLimit.None } }));
    }

    [Fact]
    public async Task Adaptive_FailuresAndCancellations_TeachNothing()
    {
        CapacityAwareChatClient client = Router(Adaptive);
        for (int i = 0; i < 30; i++)
        {
            using CancellationTokenSource caller = new();
            Task<ChatResponse> call = Start(client, token: caller.Token);
            _time.Advance(TimeSpan.FromSeconds(0.1));
            if (i % 2 == 0)
                _content.SetException(TestClient.Http(500));
            else
                await caller.CancelAsync();
            Assert.True(await call.IsDoneAsync());
        }

        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 59));
    }

    [Fact]
    public async Task Adaptive_Polls_TeachNothing()
    {
        CapacityAwareChatClient client = Router(Adaptive);
        for (int i = 0; i < 20; i++)
        {
            _content = new();
            Task<ChatResponse> poll = client.AskAsync(streaming: true, Own.Poll(Own.Token()).WithRouting(new() { Route = "a" }));
            _time.Advance(TimeSpan.FromSeconds(1));
            _content.SetResult(true);
            Assert.Equal("first", (await poll.DoneAsync()).Text);
        }

        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 59));
    }

    [Fact]
    public async Task Adaptive_PutInForceWhileTheProgramRuns_GoesByWhatWasSeenBefore()
    {
        ReloadableConfiguration configuration = new("{}");
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", Late()).AddRoute("b", TestClient.Saying("second")).BindConfiguration(configuration.Root))
            .BuildServiceProvider();
        IChatClient client = services.GetRequiredService<IChatClient>();
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);
        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 3));

        configuration.Change("""{ "Routes": { "a": { "Timeouts": { "FirstToken": "adaptive" } } } }""");
        Assert.Equal("second", await AnswerAfterAsync(client, seconds: 2.2));

        configuration.Change("""{ "Routes": { "a": { "Timeouts": { "FirstToken": "00:00:05" } } } }""");
        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 4));
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private CapacityAwareChatClient Router(CapacityRoutingOptions options, int others = 1, int? limitOfOthers = null)
    {
        ModelRoute[] routes = [new("a", Late()), .. Enumerable.Range(0, others).Select(i => new ModelRoute($"b{i}", TestClient.Saying("second")) { Limits = new() { RequestsPerDay = limitOfOthers } })];
        CapacityAwareChatClient client = new(routes, options, _time);
        _clients.Add(client);
        return client;
    }

    private TestClient Late() => new() { OnStream = (_, _, _) => new ScriptedStream { Updates = [Updates.Text("first"), Updates.Finish()], OnMove = index => index == 0 ? new(_content.Task) : null } };

    private Task<ChatResponse> Start(IChatClient client, RequestRouting? wishes = null, CancellationToken token = default)
    {
        _content = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return client.AskAsync(streaming: true, wishes is null ? null : new ChatOptions().WithRouting(wishes), token: token);
    }

    /// <summary>What a call is answered whose first route has its content after so many seconds.</summary>
    private async Task<string> AnswerAfterAsync(IChatClient client, double seconds, RequestRouting? wishes = null)
    {
        Task<ChatResponse> call = Start(client, wishes);
        TaskCompletionSource<bool> content = _content;
        _time.Advance(TimeSpan.FromSeconds(seconds));
        content.TrySetResult(true);
        return (await call.DoneAsync()).Text;
    }
}
