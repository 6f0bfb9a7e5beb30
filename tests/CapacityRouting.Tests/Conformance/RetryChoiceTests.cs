using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>When no other route is left, which one is asked again, and what the pause before it holds.</summary>
public sealed class RetryChoiceTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OtherRoute_ThatHasRoomInTime_IsWaitedForInstead(bool streaming)
    {
        TestClient model = TestClient.Failing(500);
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", model), new("b", TestClient.Saying("b")) { Limits = new() { RequestsPerMinute = 6 } });
        await client.AskAsync(streaming);

        ChatResponse second = await _time.RunAsync(client.AskAsync(streaming));

        Assert.Equal(("b", 2), (second.Text, model.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OtherRoute_ThatHasNoRoomInTime_LeavesTheFailedOne(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(
            _time, new ModelRoute("a", Faulty.Failing(TestClient.Http(500), times: 2)), new("b", TestClient.Saying("b")) { Limits = new() { RequestsPerMinute = 2, Burst = TimeSpan.FromSeconds(30) } });
        await client.AskAsync(streaming);

        ChatResponse second = await _time.RunAsync(client.AskAsync(streaming));

        Assert.Equal(["a"], second.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route).Distinct());
        Assert.InRange(second.GetRoutingReport()!.Waited, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(201));
    }

    /// <summary>A route that was waited for in vain leaves no patience. The other one has had its rest by then.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OtherRoute_ThatIsWaitedForInVain_LeavesTheFailedOneAtOnce(bool streaming)
    {
        TaskCompletionSource<ChatResponse> answer = new();
        using CapacityAwareChatClient client = Make.Router(
            _time,
            new ModelRoute("a", Faulty.FailingOnce(TestClient.Http(500))) { Tags = ["a"] },
            new("b", new TestClient { OnResponse = (_, _, _) => answer.Task }) { Limits = new() { MaxConcurrentRequests = 1 } });
        await client.GetService<IRouteControl>()!.IsolateAsync("a");
        Task<ChatResponse> holder = client.AskAsync(streaming);
        await client.GetService<IRouteControl>()!.RestoreAsync("a");

        ChatResponse second = await _time.RunAsync(client.AskAsync(streaming));

        Assert.Equal(TimeSpan.FromSeconds(10), second.GetRoutingReport()!.Waited);
        Assert.Equal(2, second.GetRoutingReport()!.Attempts.Count);
        Bare.Run(() => answer.SetResult(TestClient.Says("b")));
        await holder.DoneAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoRoutes_ThatBothFailed_TheOneThatOpensFirstIsAsked(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Faulty.FailingOnce(TestClient.Http(429, "7")), Faulty.FailingOnce(TestClient.Http(429, "2")));

        RoutingReport report = (await _time.RunAsync(client.AskAsync(streaming))).GetRoutingReport()!;

        Assert.Equal(["a", "b", "b"], report.Attempts.Select(attempt => attempt.Route));
        Assert.Equal(TimeSpan.FromSeconds(2), report.Waited);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoRoutes_ThatBothFailed_TheBetterOneIsAskedWhereBothAreOpen(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Faulty.FailingOnce(TestClient.Http(500)), Faulty.FailingOnce(TestClient.Http(500)));

        RoutingReport report = (await _time.RunAsync(client.AskAsync(streaming))).GetRoutingReport()!;

        Assert.Equal(["a", "b", "a"], report.Attempts.Select(attempt => attempt.Route));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pause_BeforeARetry_HoldsNoSlotAndEndsAtOnceByACancellation(bool streaming)
    {
        int calls = 0;
        TestClient model = new() { OnResponse = (_, _, _) => ++calls == 1 ? throw TestClient.Http(500) : Task.FromResult(TestClient.Says("ok")) };
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", model) { Limits = new() { MaxConcurrentRequests = 1 } });
        using CancellationTokenSource caller = new();
        Task<ChatResponse> pausing = client.AskAsync(streaming, token: caller.Token);

        Assert.Equal(0, client.Route("a").InFlight);
        Assert.Equal("ok", (await client.AskAsync(streaming)).Text);
        Bare.Run(caller.Cancel);

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pausing.DoneAsync());
        Assert.Equal(FailureKind.ServerError, Assert.Single(thrown.GetRoutingReport()!.Attempts).Failure!.Kind);
        Assert.Equal((2, 0), (calls, _time.ActiveTimers));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pause_OfADisposedClient_EndsAtOnce(bool streaming)
    {
        CapacityAwareChatClient client = Make.Router(_time, TestClient.Failing(500));
        Task<ChatResponse> pausing = client.AskAsync(streaming);

        Bare.Run(client.Dispose);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => pausing.DoneAsync());
    }
}
