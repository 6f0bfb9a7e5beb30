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

    // The defaults.
    private CapacityRoutingOptions Adaptive => new() { CircuitBreaker = new() { MinimumThroughput = 1_000 }, FailureClassifier = _witness };

    [Fact]
    public async Task Adaptive_ARouteThatIsLate_IsLeftAfterAMultipleOfWhatItUsuallyTakes()
    {
        CapacityAwareChatClient client = Router(Adaptive);
        for (int i = 0; i < 20; i++)
            Assert.Equal("first", await AnswerAfterAsync(client, seconds: 1));

        Task<ChatResponse> call = Start(client);
        _time.Advance(TimeSpan.FromSeconds(5.999));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        ChatResponse response = await call.DoneAsync();
        Assert.Equal("second", response.Text);
        Assert.Contains("no content within 6 s (Timeouts.FirstToken)", _witness.Exception.Message, StringComparison.Ordinal);
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
    public async Task Adaptive_AWholeResponseThatIsLate_IsLeftInSeconds()
    {
        CapacityAwareChatClient client = Router(Adaptive);
        for (int i = 0; i < 20; i++)
            Assert.Equal("first", await AnswerAfterAsync(client, seconds: 1, streaming: false));

        Task<ChatResponse> call = Start(client, streaming: false);
        _time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("second", (await call.DoneAsync()).Text);
        Assert.Matches("not done within [5-7].* s in all .Timeouts.Total.", _witness.Exception.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Adaptive_AModelThatThinksFromItsFirstCallOn_IsNeverCutShort(bool streaming)
    {
        CapacityAwareChatClient client = Router(Adaptive);

        for (int i = 0; i < 100; i++)
            Assert.Equal("first", await AnswerAfterAsync(client, seconds: 45, streaming: streaming));
    }

    [Theory]
    [InlineData(1, "first")]
    [InlineData(2, "second")]
    public async Task Adaptive_ARouteThatIsLateTwice_LosesItsPreference(int times, string next)
    {
        CapacityAwareChatClient client = Router(Adaptive);
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);

        for (int i = 0; i < times; i++)
            Assert.Equal("first", await AnswerAfterAsync(client, seconds: 4));

        Assert.Equal(next, await AnswerAfterAsync(client, seconds: 0.1));
    }

    /// <summary>A pause between updates: the route's own are of a tenth of a second.</summary>
    [Theory]
    [InlineData(1, 10)]
    [InlineData(0, 60)]
    public async Task Idle_AStreamThatStalls_IsLeftAfterTenSecondsWhereAnotherRouteIsFree(int others, double seconds)
    {
        CapacityAwareChatClient client = Router(Adaptive, others, isPaused: true);
        for (int i = 0; i < 20; i++)
            Assert.Equal("first", await AnswerAfterAsync(client, seconds: 0.1));

        Task<ChatResponse> call = Start(client);
        _time.Advance(TimeSpan.FromSeconds(seconds - 0.001));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        await Assert.ThrowsAsync<StreamInterruptedException>(() => call.DoneAsync());
    }

    [Fact]
    public async Task Idle_OfARouteWithLongPauses_WaitsForThem()
    {
        CapacityAwareChatClient client = Router(Adaptive, isPaused: true);

        for (int i = 0; i < 40; i++)
            Assert.Equal("first", await AnswerAfterAsync(client, seconds: 30));
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
        await Assert.ThrowsAsync<TimeoutException>(() => call.DoneAsync());
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
            Assert.Equal("second", await AnswerAfterAsync(client, seconds: 6));

        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 50, new() { MaxAttempts = noAttemptLeft ? 1 : null, MaxWait = TimeSpan.Zero }));
    }

    [Fact]
    public async Task Adaptive_TheOtherRouteHasNoFreeSlot_CostsNoCall()
    {
        TaskCompletionSource<ChatResponse> busy = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ModelRoute other = new("b", new TestClient { OnResponse = (_, _, _) => busy.Task }) { Tags = ["other"], Limits = new() { MaxConcurrentRequests = 1 } };
        using CapacityAwareChatClient client = new([new("a", Late(Updates.Text("first"))), other], Adaptive, _time);
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);

        Task<ChatResponse> call = client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { Tags = ["other"] }));
        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 50));
        busy.SetResult(TestClient.Says("second"));
        await call.DoneAsync();

        Assert.Equal("second", await AnswerAfterAsync(client, seconds: 7));
    }

    [Fact]
    public async Task Adaptive_OfTheRequest_GoesOverAFixedOneOfTheRoute()
    {
        CapacityAwareChatClient client = Router(new() { Timeouts = new() { FirstToken = TimeSpan.FromMinutes(1) } });
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);

        Assert.Equal("second", await AnswerAfterAsync(client, seconds: 6, new() { Timeouts = new() { FirstToken = TimeLimit.Adaptive } }));
        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 7));
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
        ReloadableConfiguration configuration = new("""{ "Timeouts": { "FirstToken": "00:01:00" } }""");
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_time)
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", Late(Updates.Text("first"))).AddRoute("b", TestClient.Saying("second")).BindConfiguration(configuration.Root))
            .BuildServiceProvider();
        IChatClient client = services.GetRequiredService<IChatClient>();
        for (int i = 0; i < 20; i++)
            await AnswerAfterAsync(client, seconds: 1);
        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 3));

        configuration.Change("""{ "Routes": { "a": { "Timeouts": { "FirstToken": "adaptive" } } } }""");
        Assert.Equal("second", await AnswerAfterAsync(client, seconds: 7));

        configuration.Change("""{ "Routes": { "a": { "Timeouts": { "FirstToken": "00:00:05" } } } }""");
        Assert.Equal("first", await AnswerAfterAsync(client, seconds: 4));
    }

    public void Dispose() => _clients.ForEach(client => client.Dispose());

    private CapacityAwareChatClient Router(CapacityRoutingOptions options, int others = 1, int? limitOfOthers = null, bool isPaused = false)
    {
        TestClient first = isPaused ? Late(Updates.Text("fir"), Updates.Text("st")) : Late(Updates.Text("first"));
        ModelRoute[] routes = [new("a", first), .. Enumerable.Range(0, others).Select(i => new ModelRoute($"b{i}", TestClient.Saying("second")) { Limits = new() { RequestsPerDay = limitOfOthers } })];
        CapacityAwareChatClient client = new(routes, options, _time);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client whose last piece of text is late.</summary>
    private TestClient Late(params ChatResponseUpdate[] updates) => new()
    {
        OnStream = (_, _, _) => new ScriptedStream { Updates = [.. updates, Updates.Finish()], OnMove = index => index == updates.Length - 1 ? new(_content.Task) : null },
        OnResponse = async (_, _, token) =>
        {
            await _content.Task.WaitAsync(token);
            return TestClient.Says("first");
        },
    };

    private Task<ChatResponse> Start(IChatClient client, RequestRouting? wishes = null, bool streaming = true, CancellationToken token = default)
    {
        _content = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return client.AskAsync(streaming, wishes is null ? null : new ChatOptions().WithRouting(wishes), token: token);
    }

    /// <summary>What a call is answered whose first route has its content after so many seconds.</summary>
    private async Task<string> AnswerAfterAsync(IChatClient client, double seconds, RequestRouting? wishes = null, bool streaming = true)
    {
        Task<ChatResponse> call = Start(client, wishes, streaming: streaming);
        TaskCompletionSource<bool> content = _content;
        _time.Advance(TimeSpan.FromSeconds(seconds));
        content.TrySetResult(true);
        return (await call.DoneAsync()).Text;
    }
}
