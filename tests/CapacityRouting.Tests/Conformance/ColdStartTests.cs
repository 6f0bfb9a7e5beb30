using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>The number of concurrent calls to a route whose capacity is not known yet.</summary>
public sealed class ColdStartTests
{
    private readonly ManualTime _time = new();
    private readonly List<TaskCompletionSource<ChatResponse>> _answers = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stampede_OnTheOnlyRoute_SendsAllAtOnce(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Hanging());

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 100).Select(_ => client.AskAsync(streaming))];

        Assert.Equal(100, _answers.Count);
        Assert.Equal(100, (await AnswerAllAsync(calls)).Length);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    /// <summary>The other route is full, but may have room in time: a slow start spreads calls, and those that it spreads may wait.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stampede_WhileAnotherRouteMayHaveRoom_SendsTenAndTwiceAsManyEachSecond(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxWait = TimeSpan.FromMinutes(5) }, new("a", Hanging()), OfOneSlot());
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 101).Select(_ => client.AskAsync(streaming))];

        List<int> underWay = [client.Route("a").InFlight];
        for (int second = 1; second <= 4; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            underWay.Add(client.Route("a").InFlight);
        }

        Assert.Equal([10, 20, 40, 80, 100], underWay);
        Assert.Equal(101, (await AnswerAllAsync(calls)).Length);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Fact]
    public async Task Stampede_AsAnswersCome_SendsTwoForEach()
    {
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxWait = TimeSpan.FromMinutes(5) }, new("a", Hanging()), OfOneSlot());
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 31).Select(_ => client.AskAsync(streaming: false))];

        // One leaves and the width grows by one: two more go. The eleventh has the other route's slot.
        for (int answered = 0; answered < 5; answered++)
        {
            Assert.Equal(11 + (2 * answered), _answers.Count);
            Answer(answered);
        }

        await AnswerAllAsync(calls);
    }

    [Fact]
    public async Task Stampede_HeldBackBySlowStart_IsTold()
    {
        using CapacityAwareChatClient client = Make.Router(_time, Hanging(), Hanging());
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 11).Select(_ => client.AskAsync(streaming: false))];

        ChatResponse[] responses = await AnswerAllAsync(calls);

        Assert.Equal(ExclusionReason.SlowStart, Assert.Single(responses[10].GetRoutingReport()!.Excluded).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stampede_WithAnotherRoute_GoesThereInsteadOfWaiting(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Hanging(), Hanging());

        for (int i = 0; i < 20; i++)
            _ = client.AskAsync(streaming);

        Assert.Equal((10, 10), (client.Route("a").InFlight, client.Route("b").InFlight));
        Task<ChatResponse> impatient = client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero }));
        Assert.Equal((11, 10), (client.Route("a").InFlight, client.Route("b").InFlight));
        Answer(20);
        Assert.Equal("ok", (await impatient.DoneAsync()).Text);
    }

    /// <summary>Nothing is configured, and the provider has not refused: what the plain client would send is sent.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    public async Task Stampede_WhoseCallersMayNotWaitLong_IsRefusedNobody(bool streaming, int seconds)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxWait = TimeSpan.FromSeconds(seconds) }, Hanging());

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 50).Select(_ => client.AskAsync(streaming))];
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(50, client.Route("a").InFlight);
        Assert.All(await AnswerAllAsync(calls), answer => Assert.Equal("ok", answer.Text));
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Fact]
    public async Task Stampede_WhoseDeadlineIsOver_CallsNobodyInVain()
    {
        CapacityRoutingOptions options = new() { Deadline = TimeSpan.FromSeconds(2) };
        using CapacityAwareChatClient client = Make.Router(_time, options, new("a", Hanging()), OfOneSlot());
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 200).Select(_ => client.AskAsync(streaming: false))];

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.InRange(_answers.Count, 10, 100);
        await Assert.ThrowsAnyAsync<Exception>(() => Task.WhenAll(calls));
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Fact]
    public async Task Stampede_OnASharedQuotaOfWhichNothingIsKnown_IsRefusedNobody()
    {
        ModelRoute route = new("a", Hanging()) { Quota = new("account", new()), Limits = new() { RequestsPerMinute = 10_000 } };
        using CapacityAwareChatClient client = new([route], new() { MaxWait = TimeSpan.Zero }, _time);

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 50).Select(_ => client.AskAsync(streaming: false))];

        Assert.Equal(50, client.Route("a").InFlight);
        await AnswerAllAsync(calls);
    }

    [Theory]
    [InlineData(HeaderLimitUse.Tighten)]
    [InlineData(HeaderLimitUse.Ignore)]
    public async Task Stampede_AfterARefusal_IsHeldBackWhateverHeadersAreUsedFor(HeaderLimitUse use)
    {
        bool refuses = true;
        TestClient model = new() { OnResponse = (_, _, _) => refuses ? throw TestClient.Http(429, "1") : Pending() };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxWait = TimeSpan.Zero, HeaderLimits = use }, model);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));
        refuses = false;
        _time.Advance(TimeSpan.FromSeconds(1));

        for (int i = 0; i < 50; i++)
            _ = client.AskAsync(streaming: false);

        Assert.InRange(client.Route("a").InFlight, 2, 10);
    }

    [Fact]
    public async Task Explain_OfARequestThatMayNotWait_SaysThatItGoes()
    {
        using CapacityAwareChatClient client = Make.Router(_time, Hanging());
        for (int i = 0; i < 10; i++)
            _ = client.AskAsync(streaming: false);

        RoutingExplanation explanation = client.Monitor().Explain(Ask.Question, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero }));

        Assert.Equal(("a", TimeSpan.Zero), (explanation.Route, explanation.Wait));
    }

    [Fact]
    public async Task Stampede_OnceTheProviderHasRefused_IsHeldBack()
    {
        bool refuses = true;
        TestClient model = new() { OnResponse = (_, _, _) => refuses ? throw TestClient.Http(429, "1") : Pending() };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxWait = TimeSpan.Zero }, model);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));
        refuses = false;
        _time.Advance(TimeSpan.FromSeconds(1));

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 50).Select(_ => client.AskAsync(streaming: false))];

        Assert.InRange(client.Route("a").InFlight, 2, 10);
        Assert.InRange(calls.Count(call => call.IsFaulted), 40, 48);
    }

    /// <summary>An unknown host with OpenAI's headers: 500 a minute, of which 499 are left, so its bucket holds them all.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task Stampede_OnAnUnknownHostThatTellsItsLimits_IsRefusedNobody(int seconds)
    {
        int left = 500;
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxWait = TimeSpan.FromSeconds(seconds) }, Unknown(() => --left));
        await client.AskAsync(streaming: false);
        Assert.Equal((500, 500), (client.Route("a").Buckets[0].Limit, client.Route("a").Buckets[0].Burst));

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 200).Select(_ => client.AskAsync(streaming: false))];
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal("ok", answer.Text));
    }

    [Fact]
    public async Task UnknownHost_OnceItHasRefused_IsGivenItsLimitInShorterBursts()
    {
        int left = 500;
        bool refuses = false;
        using CapacityAwareChatClient client = Make.Router(_time, Unknown(() => --left, () => refuses));
        await client.AskAsync(streaming: false);
        refuses = true;

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero })));

        Assert.Equal((500, 83), (client.Route("a").Buckets[0].Limit, client.Route("a").Buckets[0].Burst));
    }

    [Fact]
    public async Task UnknownHost_WhoseBurstIsConfigured_KeepsToIt()
    {
        int left = 500;
        ModelRoute route = new("a", Unknown(() => --left)) { Limits = new() { Burst = TimeSpan.FromSeconds(6) } };
        using CapacityAwareChatClient client = Make.Router(_time, route);

        await client.AskAsync(streaming: false);

        Assert.Equal((500, 50), (client.Route("a").Buckets[0].Limit, client.Route("a").Buckets[0].Burst));
    }

    [Fact]
    public async Task Route_WhoseCircuitHasClosedAgain_IsNotRunOver()
    {
        bool isDown = true;
        TestClient model = new() { OnResponse = (_, _, _) => isDown ? throw TestClient.Http(500) : Pending() };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RetryWhenAlone = false, CircuitBreaker = new() { MinimumThroughput = 2, BreakDuration = TimeSpan.FromSeconds(5) } }, model);
        for (int i = 0; i < 2; i++)
            await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));
        isDown = false;
        _time.Advance(TimeSpan.FromSeconds(5));
        Task<ChatResponse> probe = client.AskAsync(streaming: false);
        Answer(0);
        await probe.DoneAsync();

        for (int i = 0; i < 30; i++)
            _ = client.AskAsync(streaming: false);

        // It begins with ten, as an unknown provider does, and doubles each second.
        Assert.Equal(10, client.Route("a").InFlight);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(20, client.Route("a").InFlight);
    }

    private static HttpChatClient Unknown(Func<int> left, Func<bool>? refuses = null) => new(new CapacityObserver(new StubHandler(_ => refuses?.Invoke() == true
        ? StubHandler.Response(429, "slow down", ("Retry-After", "1"))
        : StubHandler.Response(200, "ok", ("x-ratelimit-limit-requests", "500"), ("x-ratelimit-remaining-requests", $"{left()}"), ("x-ratelimit-reset-requests", "120ms")))));

    private ModelRoute OfOneSlot() => new("b", Hanging()) { Limits = new() { MaxConcurrentRequests = 1 } };

    private TestClient Hanging() => new() { OnResponse = (_, _, _) => Pending() };

    private Task<ChatResponse> Pending()
    {
        TaskCompletionSource<ChatResponse> answer = new();
        _answers.Add(answer);
        return answer.Task;
    }

    private void Answer(int call) => Bare.Run(() => _answers[call].SetResult(TestClient.Says("ok")));

    /// <summary>Answers whatever is still to come.</summary>
    private async Task<ChatResponse[]> AnswerAllAsync(Task<ChatResponse>[] calls)
    {
        for (int i = 0; i < _answers.Count; i++)
            if (!_answers[i].Task.IsCompleted)
                Answer(i);
        return await Task.WhenAll(calls).DoneAsync();
    }
}
