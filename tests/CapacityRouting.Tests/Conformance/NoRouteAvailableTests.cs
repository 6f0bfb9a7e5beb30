using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

public sealed class NoRouteAvailableTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoRouteAvailable_RetryAfter_IsTheEarliest(bool streaming)
    {
        ManualTime time = new();
        using CapacityAwareChatClient client = Make.Router(time, TestClient.Failing(429, "40"), TestClient.Failing(429, "25"), TestClient.Failing(402, "3600"));

        NoRouteAvailableException first = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));
        time.Advance(TimeSpan.FromSeconds(5));
        NoRouteAvailableException second = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.Equal((TimeSpan.FromSeconds(25), 3, 0), (first.RetryAfter, first.Attempts.Count, first.Excluded.Count));
        Assert.Equal((TimeSpan.FromSeconds(20), 0, 3), (second.RetryAfter, second.Attempts.Count, second.Excluded.Count));
        Assert.Null(second.InnerException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoRouteAvailable_MixOfFailuresAndExclusions_NamesThemAll(bool streaming)
    {
        HttpRequestException last = TestClient.Http(500);
        using CapacityAwareChatClient client = Make.Router(new CapacityRoutingOptions { RetryWhenAlone = false }, TestClient.Failing(() => last), new TestClient());
        await client.GetService<IRouteControl>()!.IsolateAsync("b");

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.Equal("a", Assert.Single(thrown.Attempts).Route);
        Assert.Equal(new RouteExclusion("b", ExclusionReason.Isolated, null), Assert.Single(thrown.Excluded));
        Assert.Same(last, thrown.InnerException);
        Assert.Contains("'a' failed (ServerError", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("'b' was passed over (Isolated", thrown.Message, StringComparison.Ordinal);
        Assert.Equal((null, thrown.Attempts), (thrown.GetRoutingReport()!.ServedBy, thrown.GetRoutingReport()!.Attempts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoRouteAvailable_NobodyKnowsWhen_HasNoRetryAfter(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient());
        await client.GetService<IRouteControl>()!.IsolateAsync("a");

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.Null(thrown.RetryAfter);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoRouteAvailable_SlotWaitedForInVain_SaysHowLong(bool streaming)
    {
        ManualTime time = new();
        TaskCompletionSource<ChatResponse> answer = new();
        using CapacityAwareChatClient client = Make.Router(
            time, new ModelRoute("a", new TestClient { OnResponse = (_, _, _) => answer.Task }) { Limits = new() { MaxConcurrentRequests = 1 } });
        _ = client.AskAsync(streaming);

        Task<ChatResponse> waiting = client.AskAsync(streaming);
        time.Advance(TimeSpan.FromSeconds(10));

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => waiting.DoneAsync());
        Assert.Equal(TimeSpan.FromSeconds(10), thrown.GetRoutingReport()!.Waited);
        Assert.Equal(new RouteExclusion("a", ExclusionReason.ConcurrencyLimit, null), Assert.Single(thrown.Excluded));
        answer.SetResult(TestClient.Says("ok"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoRouteAvailable_NothingInTime_ComesAtOnceAndNotAfterTheWait(bool streaming)
    {
        ManualTime time = new();
        using CapacityAwareChatClient client = Make.Router(time, TestClient.Failing(429, "11"));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming));

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming).DoneAsync());

        Assert.Equal(TimeSpan.Zero, thrown.GetRoutingReport()!.Waited);
    }
}
