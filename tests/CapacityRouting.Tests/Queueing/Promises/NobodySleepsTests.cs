using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: a request starts when time, or another call, has made room for it, whatever those before it wait for.</summary>
public sealed class NobodySleepsTests
{
    private static readonly CapacityLimits TokenASecond = new() { InputTokensPerMinute = 60, Burst = TimeSpan.FromMinutes(1) };
    private static readonly CapacityLimits ThousandASecond = new() { InputTokensPerMinute = 60_000, Burst = TimeSpan.FromMinutes(1) };

    private readonly ManualTime _time = new();

    /// <summary>The slot is expected sooner, and its call hangs.</summary>
    [Fact]
    public async Task Waiter_WhoseExpectedSlotIsNotFreed_TakesTheRouteThatTimeOpens()
    {
        int calls = 0;
        TaskCompletionSource<ChatResponse> never = new();
        TestClient model = new()
        {
            OnResponse = async (_, _, token) =>
            {
                if (++calls > 3)
                    return await never.Task;
                await Task.Delay(TimeSpan.FromSeconds(2), _time, token);
                return TestClient.Says("a");
            },
        };
        using CapacityAwareChatClient client = Client(new("a", model) { Limits = new() { MaxConcurrentRequests = 1 }, Tags = ["a"] }, Spare("b"));
        for (int i = 0; i < 3; i++)
            await _time.RunAsync(client.AskAsync(streaming: false, Only("a")));
        _ = client.AskAsync(streaming: false, Only("a"));
        await client.AskAsync(streaming: false, Only("b"), Prompt.Of(60));

        await AssertWaitsAsync(10, client.AskAsync(streaming: false, messages: Prompt.Of(10)));
    }

    /// <summary>The other router's large request has the turn, and goes or gives up.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 30)]
    public async Task Waiter_ForAPartOfAnAccount_GoesWhenItsTurnComes(bool isCancelled, int seconds)
    {
        CapacityQuota account = new("account", TokenASecond);
        TaskCompletionSource<ChatResponse> never = new();
        int calls = 0;
        using CapacityAwareChatClient one = Client(new ModelRoute("a", new TestClient { OnResponse = (_, _, _) => ++calls > 1 ? never.Task : Task.FromResult(TestClient.Says("a")) }) { Quota = account });
        using CapacityAwareChatClient other = Client(new ModelRoute("b", TestClient.Saying("b")) { Quota = account, Limits = new() { RequestsPerMinute = 1_000 } });
        using CancellationTokenSource caller = new();
        await one.AskAsync(streaming: false, messages: Prompt.Of(60));
        _time.Advance(TimeSpan.FromSeconds(20));
        Task<ChatResponse> large = one.AskAsync(streaming: false, messages: Prompt.Of(40), token: caller.Token);
        Task<ChatResponse> small = other.AskAsync(streaming: false, messages: Prompt.Of(10));
        _time.Advance(TimeSpan.FromSeconds(1));

        if (isCancelled)
            await caller.CancelAsync();

        await AssertWaitsAsync(seconds, small);
        Assert.Equal(isCancelled, large.IsCanceled);
    }

    [Fact]
    public async Task Waiter_WhileAnotherRouterHasTheTurn_TakesItsOtherRouteWhenTimeOpensThat()
    {
        CapacityQuota account = new("account", TokenASecond);
        using CapacityAwareChatClient one = Client(new ModelRoute("a", TestClient.Saying("a")) { Quota = account });
        using CapacityAwareChatClient other = Client(new("s", TestClient.Saying("s")) { Quota = account }, Spare("x"));
        await one.AskAsync(streaming: false, messages: Prompt.Of(60));
        await other.AskAsync(streaming: false, Only("x"), Prompt.Of(60));
        Task<ChatResponse> large = one.AskAsync(streaming: false, messages: Prompt.Of(50));

        await AssertWaitsAsync(10, other.AskAsync(streaming: false, messages: Prompt.Of(10)));
        await AssertWaitsAsync(50, large);
    }

    /// <summary>Until 4 s the account is what the first one waits for, and from then on its own limit.</summary>
    [Fact]
    public async Task Turn_OfARequestThatWaitsForItsOwnLimit_IsGivenUp()
    {
        CapacityQuota account = new("account", new() { InputTokensPerMinute = 600, Burst = TimeSpan.FromMinutes(1) });
        using CapacityAwareChatClient one = Client(new ModelRoute("a", TestClient.Saying("a")) { Quota = account, Limits = TokenASecond });
        using CapacityAwareChatClient other = Client(new ModelRoute("s", TestClient.Saying("s")) { Quota = account });
        await one.AskAsync(streaming: false, messages: Prompt.Of(60));
        await other.AskAsync(streaming: false, messages: Prompt.Of(540));
        Task<ChatResponse> first = one.AskAsync(streaming: false, messages: Prompt.Of(40));

        await AssertWaitsAsync(10, other.AskAsync(streaming: false, messages: Prompt.Of(100)));
        await AssertWaitsAsync(40, first);
    }

    [Fact]
    public async Task Turn_OfARouteThatIsIsolated_IsGivenUp()
    {
        CapacityQuota account = new("account", ThousandASecond);
        using CapacityAwareChatClient one = Client(new ModelRoute("a", TestClient.Saying("a")) { Quota = account });
        using CapacityAwareChatClient other = Client(new ModelRoute("s", TestClient.Saying("s")) { Quota = account });
        await one.AskAsync(streaming: false, messages: Prompt.Of(60_000));
        _ = one.AskAsync(streaming: false, messages: Prompt.Of(50_000));
        Task<ChatResponse> waiter = other.AskAsync(streaming: false, messages: Prompt.Of(10_000));

        await one.GetService<IRouteControl>()!.IsolateAsync("a");

        await AssertWaitsAsync(10, waiter);
    }

    /// <summary>The provider charges at admission what the requests state, and both are likely to take the same.</summary>
    [Fact]
    public async Task SmallRequest_BehindOneThatReservesMore_TakesTheRouteThatHasRoomForIt()
    {
        ProviderProfile reserving = ProviderProfile.Generic with { ReservesMaxOutputTokens = true };
        CapacityLimits limits = new() { TokensPerMinute = 60_000, Burst = TimeSpan.FromMinutes(1) };
        using CapacityAwareChatClient client = Client(
            new("a", TestClient.Saying("a")) { Limits = limits, Profile = reserving, Tags = ["a"] }, new("b", TestClient.Saying("b")) { Limits = limits, Profile = reserving, Tags = ["b"] });
        await client.AskAsync(streaming: false, Only("a"), Prompt.Of(59_000));
        await client.AskAsync(streaming: false, Only("b"), Prompt.Of(59_000));
        Task<ChatResponse> large = client.AskAsync(streaming: false, new() { MaxOutputTokens = 50_000 }, Prompt.Of(1_000));

        RoutingReport small = (await _time.RunAsync(client.AskAsync(streaming: false, new() { MaxOutputTokens = 1_000 }, Prompt.Of(1_000)))).GetRoutingReport()!;

        Assert.InRange(small.Waited.TotalSeconds, 0, 3);
        Assert.False(large.IsCompleted);
    }

    /// <summary>The first of two is the probe, whose success opens the route long before the next probe is due.</summary>
    [Fact]
    public async Task Waiter_WhileAProbeIsUnderWay_IsNotRefused()
    {
        int calls = 0;
        TestClient model = new()
        {
            OnResponse = async (_, _, token) =>
            {
                if (++calls == 1)
                    throw TestClient.Http(401);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, token);
                return TestClient.Says("ok");
            },
        };
        using CapacityAwareChatClient client = Client(new ModelRoute("a", model) { Limits = new() { RequestsPerMinute = 600 } });
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero })));
        Task<ChatResponse> first = client.AskAsync(streaming: false);
        Task<ChatResponse> second = client.AskAsync(streaming: false);

        await AssertWaitsAsync(600, first);
        await AssertWaitsAsync(601, second);
    }

    private static ChatOptions Only(string tag) => new ChatOptions().WithRouting(new() { Tags = [tag] });

    private static ModelRoute Spare(string name) => new(name, TestClient.Saying(name)) { Limits = TokenASecond, Tags = [name] };

    private async Task AssertWaitsAsync(int seconds, Task<ChatResponse> call) =>
        Assert.Equal(seconds, (await _time.RunAsync(call, TimeSpan.FromMinutes(20))).GetRoutingReport()!.Waited.TotalSeconds, tolerance: 1.01);

    private CapacityAwareChatClient Client(params ModelRoute[] routes)
    {
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.SafetyReserve, options.PreferredReserve) = (TimeSpan.FromMinutes(15), 0, 0);
        return new(routes, options, _time);
    }
}
