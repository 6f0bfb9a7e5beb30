using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using NSubstitute;

namespace CapacityRouting.Tests.Queueing;

/// <summary>Cases in which the waiters of one route must not delay those of another.</summary>
public sealed class WaitingGapTests
{
    private static readonly CapacityLimits TokenASecond = new() { InputTokensPerMinute = 60, Burst = TimeSpan.FromMinutes(1) };

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Waiter_ForARouteThatOpensBeforeTheFirstInLineStarts_StartsThen()
    {
        int calls = 0;
        TestClient cooling = new()
        {
            OnResponse = (_, _, _) => ++calls == 1 ? Task.FromException<ChatResponse>(TestClient.Http(429, "5")) : Task.FromResult(TestClient.Says("ok")),
        };
        using CapacityAwareChatClient client = Client(new(), new("a", TestClient.Saying("a")) { Limits = TokenASecond, Tags = ["a"] }, new("b", cooling) { Tags = ["b"] });
        await client.AskAsync(streaming: false, For("a"), Prompt.Of(60));
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { Tags = ["b"], RetryWhenAlone = false })));
        Task<ChatResponse> first = client.AskAsync(streaming: false, For("a"), Prompt.Of(30));

        ChatResponse second = await _time.RunAsync(client.AskAsync(streaming: false, For("b")));

        Assert.Equal(5, second.GetRoutingReport()!.Waited.TotalSeconds);
        Assert.Equal(30, (await _time.RunAsync(first)).GetRoutingReport()!.Waited.TotalSeconds);
    }

    [Fact]
    public async Task Newcomer_ForAnotherModelOfTheAccount_IsNotHeldUpByWhoWaitsForAModelsOwnLimit()
    {
        CapacityQuota account = new("account", new() { RequestsPerMinute = 1_000 });
        using CapacityAwareChatClient client = Client(
            new(),
            new("a", TestClient.Saying("a")) { Limits = TokenASecond, Quota = account, Tags = ["a"] },
            new("b", TestClient.Saying("b")) { Limits = new() { RequestsPerMinute = 600 }, Quota = account, Tags = ["b"] },
            new("c", TestClient.Saying("c")) { Quota = account, Tags = ["c"] });
        await client.AskAsync(streaming: false, For("a"), Prompt.Of(60));
        Task<ChatResponse> first = client.AskAsync(streaming: false, For("a"), Prompt.Of(30));

        Task<ChatResponse> other = client.AskAsync(streaming: false, For("b"));
        Task<ChatResponse> whole = client.AskAsync(streaming: false, For("c"));

        Assert.True(other.IsCompletedSuccessfully);
        Assert.True(whole.IsCompletedSuccessfully);
        await _time.RunAsync(first);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Request_ThatMayNotWaitForThePreferredRoute_TakesTheNextAtOnce(int maxWait)
    {
        using CapacityAwareChatClient client = Client(
            new() { MaxWaitForPreferred = TimeSpan.FromSeconds(20) },
            new("a", TestClient.Saying("a")) { Limits = TokenASecond },
            new("b", TestClient.Saying("b")) { Limits = new() { RequestsPerMinute = 600 } });
        await client.AskAsync(streaming: false, messages: Prompt.Of(60));

        ChatOptions hurried = new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.FromSeconds(maxWait) });
        Task<ChatResponse> response = client.AskAsync(streaming: false, hurried, Prompt.Of(10));

        Assert.True(response.IsCompletedSuccessfully);
        Assert.Equal("b", (await response).Text);
    }

    [Fact]
    public async Task Waiter_BehindAProbe_StartsWhenTheProbeSucceeds()
    {
        TaskCompletionSource<ChatResponse> probe = new();
        int calls = 0;
        TestClient model = new()
        {
            OnResponse = (_, _, _) => ++calls switch
            {
                1 => Task.FromException<ChatResponse>(TestClient.Http(429)),
                2 => probe.Task,
                _ => Task.FromResult(TestClient.Says("ok")),
            },
        };
        using CapacityAwareChatClient client = Client(new(), new ModelRoute("a", model) { Limits = new() { RequestsPerMinute = 600 } });
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { RetryWhenAlone = false })));
        Task<ChatResponse> first = null!;
        Task<ChatResponse> second = null!;
        Bare.Run(() => first = client.AskAsync(streaming: false));
        Bare.Run(() => second = client.AskAsync(streaming: false));
        while (calls < 2)
            _time.Advance(TimeSpan.FromMilliseconds(10));

        Bare.Run(() => probe.SetResult(TestClient.Says("ok")));

        Assert.True(first.IsCompletedSuccessfully);
        Assert.True(second.IsCompletedSuccessfully);
        await second;
    }

    [Fact]
    public async Task Deadline_WhileTheOtherRouteIsShutForLonger_IsNotSplit()
    {
        TaskCompletionSource<ChatResponse> answer = new();
        using CapacityAwareChatClient client = Client(
            new() { Deadline = TimeSpan.FromSeconds(10) }, new("a", new TestClient { OnResponse = (_, _, _) => answer.Task }), new("b", TestClient.Saying("b")));
        await client.GetService<IRouteControl>()!.IsolateAsync("b");
        Task<ChatResponse> call = client.AskAsync(streaming: false);

        _time.Advance(TimeSpan.FromSeconds(8));
        Bare.Run(() => answer.TrySetResult(TestClient.Says("a")));

        Assert.Equal("a", (await call.DoneAsync()).Text);
    }

    /// <summary>A limit of 1,000 is estimated as less after refusals, and only requests of 800 come: without a try the estimate would never grow.</summary>
    [Fact]
    public void CanEverPass_MoreThanAnEstimatedLimit_IsTrue()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 1_000, Burst = TimeSpan.FromMinutes(1) }, _time);
        for (int refusal = 0; refusal < 2; refusal++)
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            long now = _time.GetTimestamp();
            quota.Refused(new(Quotas.Tokens(800), now) { Dimension = CapacityDimension.TokensPerMinute, Remaining = 0 }, now);
        }

        Assert.InRange(quota.Limits[0].Limit, 1, 700);

        Assert.True(quota.CanEverPass(Quotas.Tokens(800)));
        Assert.False(quota.CanEverPass(Quotas.Tokens(1_001)));
    }

    /// <summary>A watcher takes the lock of its line, and a holder of that lock may need the quota's.</summary>
    [Fact]
    public void Reconfigure_TellsWatchers_OutsideOfItsLock()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 60 }, _time);
        bool isLearnt = false;
        ISlotWatcher watcher = Substitute.For<ISlotWatcher>();
        watcher.When(each => each.OnReleased()).Do(_ => isLearnt = Task.Run(Learn).Wait(TimeSpan.FromSeconds(5)));
        quota.Slots.Watch(watcher);

        quota.Reconfigure(new() { RequestsPerMinute = 90 }, _time.GetTimestamp());

        Assert.True(isLearnt);

        void Learn() => quota.LearnLimit(CapacityDimension.RequestsPerMinute, 30, HeaderLimitUse.Tighten, _time.GetTimestamp());
    }

    private static ChatOptions For(string tag) => new ChatOptions().WithRouting(new() { Tags = [tag] });

    private CapacityAwareChatClient Client(CapacityRoutingOptions options, params ModelRoute[] routes)
    {
        if (options.MaxWait < TimeSpan.FromMinutes(1))
            options.MaxWait = TimeSpan.FromMinutes(1);
        options.SafetyReserve = 0;
        return new(routes, options, _time);
    }
}
