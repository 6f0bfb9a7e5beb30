using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: the order of waiters does not depend on routes that they do not use.</summary>
public sealed class FairOrderTests
{
    private static readonly CapacityLimits ThousandASecond = new() { InputTokensPerMinute = 60_000, Burst = TimeSpan.FromMinutes(1) };

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LargeRequestOfANewTenant_BesideTheLineOfAnother_IsServedInItsTurn(bool isAnotherIdle)
    {
        using CapacityAwareChatClient client = await EmptiedAsync(isAnotherIdle, new());
        Task<ChatResponse>[] hog = [.. Enumerable.Range(0, 20).Select(_ => client.AskAsync(streaming: false, Of("hog"), Prompt.Of(10_000)))];

        RoutingReport large = (await _time.RunAsync(client.AskAsync(streaming: false, Of("new"), Prompt.Of(40_000)))).GetRoutingReport()!;

        Assert.Equal(50, large.Waited.TotalSeconds, tolerance: 1);
        Assert.Equal(1, hog.Count(call => call.IsCompleted));
        await _time.RunAsync(Task.WhenAll(hog));
    }

    /// <summary>Critical requests take all that there is.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LargeNormalRequest_BesideSmallCriticalOnes_IsServedWhenItHasAged(bool isAnotherIdle)
    {
        using CapacityAwareChatClient client = await EmptiedAsync(isAnotherIdle, new());
        Task<ChatResponse> normal = null!;
        Bare.Run(() => normal = client.AskAsync(streaming: false, Of(), Prompt.Of(40_000)));

        for (int second = 0; second < 120; second++)
        {
            if (second % 10 == 0)
                Bare.Run(() => _ = client.AskAsync(streaming: false, Of(kind: RequestPriority.Critical), Prompt.Of(10_000)));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await normal.IsDoneAsync(), "It waits for ever.");
        Assert.InRange((await normal).GetRoutingReport()!.Waited.TotalSeconds, 30, 90);
    }

    /// <summary>Critical requests, which wait for the better route, keep coming before it.</summary>
    [Fact]
    public async Task Request_WhosePatienceForTheBetterRouteIsOver_TakesTheOther()
    {
        CapacityRoutingOptions options = new() { MaxWaitForPreferred = TimeSpan.FromSeconds(40), AgingInterval = TimeLimit.None };
        using CapacityAwareChatClient client = Client(options, new("a", TestClient.Saying("a")) { Limits = new() { InputTokensPerMinute = 60, Burst = TimeSpan.FromMinutes(1) } }, new("b", TestClient.Saying("b")));
        await client.AskAsync(streaming: false, messages: Prompt.Of(60));
        Task<ChatResponse> normal = null!;
        Bare.Run(() => normal = client.AskAsync(streaming: false, messages: Prompt.Of(35)));
        _time.Advance(TimeSpan.FromSeconds(30));

        for (int second = 30; second < 50; second++)
        {
            if (second is 30 or 34)
                Bare.Run(() => _ = client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { Priority = RequestPriority.Critical }), Prompt.Of(35)));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(await normal.IsDoneAsync(), "It sleeps beside a free route.");
        Assert.Equal("b", (await normal).Text);
    }

    /// <summary>A refusal is told before.</summary>
    [Fact]
    public async Task Explain_WhileTheLineIsFull_SaysThatNoneTakesIt()
    {
        using CapacityAwareChatClient client = await EmptiedAsync(isAnotherIdle: false, new() { MaxQueueLength = 1 });
        Task<ChatResponse> waiting = client.AskAsync(streaming: false, Of(), Prompt.Of(50_000));

        Assert.Null(client.Monitor().Explain(Prompt.Of(50_000), Of()).Route);
        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false, Of(), Prompt.Of(50_000)));
        Assert.Equal(ExclusionReason.QueueFull, Assert.Single(refused.GetRoutingReport()!.Excluded).Reason);
        await _time.RunAsync(waiting);
    }

    private static ChatOptions Of(string? tenant = null, RequestPriority kind = RequestPriority.Normal) =>
        new ChatOptions().WithRouting(new() { Tags = ["a"], Tenant = tenant, Priority = kind });

    private async Task<CapacityAwareChatClient> EmptiedAsync(bool isAnotherIdle, CapacityRoutingOptions options)
    {
        ModelRoute route = new("a", TestClient.Saying("a")) { Limits = ThousandASecond, Tags = ["a"] };
        ModelRoute idle = new("z", TestClient.Saying("z")) { Limits = new() { RequestsPerMinute = 1_000 }, Tags = ["z"] };
        CapacityAwareChatClient client = Client(options, isAnotherIdle ? [route, idle] : [route]);
        await client.AskAsync(streaming: false, Of(), Prompt.Of(60_000));
        return client;
    }

    private CapacityAwareChatClient Client(CapacityRoutingOptions options, params ModelRoute[] routes)
    {
        (options.MaxWait, options.SafetyReserve, options.PreferredReserve) = (TimeSpan.FromMinutes(50), 0, 0);
        options.Timeouts = Make.Untimed().Timeouts;
        return new(routes, options, _time);
    }
}
