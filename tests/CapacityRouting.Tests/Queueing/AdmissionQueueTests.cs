using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing;

/// <summary>
/// The queue from the front door. Unless a test says otherwise there is one route of 60 input tokens a minute that holds all of them and is
/// empty at zero: each token more is a second later.
/// </summary>
public sealed class AdmissionQueueTests
{
    private static readonly CapacityLimits TokenASecond = new() { InputTokensPerMinute = 60, Burst = TimeSpan.FromMinutes(1) };

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Newcomer_ThatWouldFit_DoesNotOvertakeWhoWaits(bool streaming)
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        Task<ChatResponse> large = client.AskAsync(streaming, messages: Prompt.Of(50));
        Advance(20);

        Task<ChatResponse> small = client.AskAsync(streaming, messages: Prompt.Of(10));

        // 20 tokens are there; but 50 and then 10 are due at 50 s and at 60 s, which is 40 s from now.
        Assert.False(small.IsCompleted);
        await AssertWaitsAsync([50, 40], large, small);
    }

    [Theory]
    [InlineData(false, 59, false)]
    [InlineData(false, 60, true)]
    [InlineData(true, 59, false)]
    [InlineData(true, 60, true)]
    public async Task Newcomer_BehindOthers_IsRefusedAtOnceIfItWouldStartTooLate(bool streaming, int patience, bool waits)
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        Task<ChatResponse>[] ahead = [client.AskAsync(streaming, messages: Prompt.Of(30)), client.AskAsync(streaming, messages: Prompt.Of(20))];

        Task<ChatResponse> last = client.AskAsync(streaming, Patient(patience), Prompt.Of(10));

        // 30 + 20 + 10 tokens.
        Assert.Equal(waits, !last.IsCompleted);
        if (waits)
            await AssertWaitsAsync([30, 50, 60], [.. ahead, last]);
        else
            Assert.Equal(60, (await Assert.ThrowsAsync<NoRouteAvailableException>(() => last)).RetryAfter!.Value.TotalSeconds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Critical_WhileANormalOneWaits_GoesFirst(bool streaming)
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        Task<ChatResponse> normal = client.AskAsync(streaming, messages: Prompt.Of(30));

        Task<ChatResponse> critical = client.AskAsync(streaming, Of(RequestPriority.Critical), Prompt.Of(20));

        // Critical at 20 s, the other 30 s later.
        await AssertWaitsAsync([50, 20], normal, critical);
    }

    /// <summary>A join does not evaluate waiters far back in the line: their fate is found when the line moves.</summary>
    [Fact]
    public async Task Waiter_OvertakenSoThatItWouldStartTooLate_IsRefusedWhenTheLineMoves()
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        Task<ChatResponse> normal = client.AskAsync(streaming: false, Patient(40), Prompt.Of(30));
        Assert.False(normal.IsCompleted);

        Task<ChatResponse> critical = client.AskAsync(streaming: false, Of(RequestPriority.Critical), Prompt.Of(20));

        // The critical one at 20 s, this one no sooner than 30 s later.
        await AssertWaitsAsync([20], critical);
        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => normal.DoneAsync());
        Assert.Equal(20, refused.GetRoutingReport()!.Waited.TotalSeconds);
        Assert.Equal(30, refused.RetryAfter!.Value.TotalSeconds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ToolResult_WhileNewWorkWaits_GoesFirst(bool streaming)
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        Task<ChatResponse> begun = client.AskAsync(streaming, messages: Prompt.Of(30));

        Task<ChatResponse> continued = client.AskAsync(streaming, messages: Prompt.ToolResult(10));

        await AssertWaitsAsync([40, 10], begun, continued);
    }

    [Fact]
    public async Task Background_ThatWaits_LeavesItsReserveToTheOthers()
    {
        using CapacityAwareChatClient client = await EmptiedAsync();

        // The default reserve is half a burst of 60: 10 tokens are had when 40 are there.
        await AssertWaitsAsync([40], client.AskAsync(streaming: false, Of(RequestPriority.Background), Prompt.Of(10)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tenants_OneOfWhichAsksForMore_TakeTurns(bool streaming)
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        Task<ChatResponse>[] greedy = [.. Enumerable.Range(0, 4).Select(_ => client.AskAsync(streaming, For("greedy"), Prompt.Of(10)))];

        Task<ChatResponse>[] modest = [.. Enumerable.Range(0, 2).Select(_ => client.AskAsync(streaming, For("modest"), Prompt.Of(10)))];

        // By what each has been given: greedy 0, modest 0, greedy 10 (it came first), modest 10, then greedy alone.
        await AssertWaitsAsync([10, 30, 50, 60], greedy);
        await AssertWaitsAsync([20, 40], modest);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiter_Cancelled_LetsThoseBehindItMoveUp(bool streaming)
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        using CancellationTokenSource caller = new();
        Task<ChatResponse> first = client.AskAsync(streaming, messages: Prompt.Of(30), token: caller.Token);
        Task<ChatResponse> second = client.AskAsync(streaming, messages: Prompt.Of(10));
        Advance(5);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await AssertWaitsAsync([10], second);
    }

    [Fact]
    public async Task Waiter_CancelledWhenRoomHasComeForTheNext_LetsItGoAtOnce()
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        using CancellationTokenSource caller = new();
        Task<ChatResponse> first = client.AskAsync(streaming: false, messages: Prompt.Of(30), token: caller.Token);
        Task<ChatResponse> second = client.AskAsync(streaming: false, messages: Prompt.Of(10));
        Advance(15);

        await caller.CancelAsync();

        Assert.Equal("ok", (await second.DoneAsync()).Text);
        Assert.Equal(5, client.Route("a").Buckets.Single().Level);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Theory]
    [InlineData(5, "a", 5)]
    [InlineData(10, "a", 10)]
    [InlineData(11, "b", 0)]
    public async Task MaxWaitForPreferred_RouteWithRoomBehindIt_IsWaitedForUpToThat(int tokens, string servedBy, int waited)
    {
        using CapacityAwareChatClient client = await EmptiedAsync(Free("b"));
        ChatOptions patient = new ChatOptions().WithRouting(new() { MaxWaitForPreferred = TimeSpan.FromSeconds(10) });

        RoutingReport report = (await _time.RunAsync(client.AskAsync(streaming: false, patient, Prompt.Of(tokens)))).GetRoutingReport()!;

        Assert.Equal((servedBy, waited), (report.ServedBy, report.Waited.TotalSeconds));
    }

    [Fact]
    public async Task Newcomer_WhileSomebodyWaitsForThePreferred_TakesTheOtherRouteAtOnce()
    {
        using CapacityAwareChatClient client = await EmptiedAsync(Free("b"));
        ChatOptions patient = new ChatOptions().WithRouting(new() { MaxWaitForPreferred = TimeSpan.FromSeconds(30) });
        Task<ChatResponse> waiting = client.AskAsync(streaming: false, patient, Prompt.Of(20));

        RoutingReport newcomer = (await client.AskAsync(streaming: false, messages: Prompt.Of(10)).DoneAsync()).GetRoutingReport()!;

        Assert.Equal("b", newcomer.ServedBy);
        Assert.False(waiting.IsCompleted);
        await AssertWaitsAsync([20], waiting);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Slot_ThatIsGivenBack_GoesToTheFirstByClass(bool streaming)
    {
        TaskCompletionSource<ChatResponse> answer = new();
        TestClient model = new() { OnResponse = (_, _, _) => answer.Task };
        using CapacityAwareChatClient client = Client(new ModelRoute("a", model) { Limits = new() { MaxConcurrentRequests = 1 } });
        Task<ChatResponse>[] calls =
        [
            client.AskAsync(streaming, messages: Prompt.Of(4)),
            client.AskAsync(streaming, Of(RequestPriority.Background), Prompt.Of(5)),
            client.AskAsync(streaming, messages: Prompt.Of(6)),
            client.AskAsync(streaming, Of(RequestPriority.Critical), Prompt.Of(7)),
        ];

        Bare.Run(() => answer.SetResult(TestClient.Says("ok")));
        await Task.WhenAll(calls).DoneAsync();

        Assert.Equal([4, 7, 6, 5], model.Messages.Select(sent => 4 + (sent[0].Text.Length / 4)));
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Fact]
    public async Task Explain_WhileOthersWait_CountsThem()
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        Task<ChatResponse> waiting = client.AskAsync(streaming: false, messages: Prompt.Of(30));

        // 30 + 10 tokens behind the waiter; a critical one would go before it.
        Assert.Equal(40, client.Monitor().Explain(Prompt.Of(10)).Wait.TotalSeconds);
        Assert.Equal(10, client.Monitor().Explain(Prompt.Of(10), Of(RequestPriority.Critical)).Wait.TotalSeconds);
        await AssertWaitsAsync([30], waiting);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timers_OfEveryWaitThatEnded_AreGone(bool streaming)
    {
        using CapacityAwareChatClient client = await EmptiedAsync();
        using CancellationTokenSource caller = new();
        Task<ChatResponse> served = client.AskAsync(streaming, messages: Prompt.Of(10));
        Task<ChatResponse> cancelled = client.AskAsync(streaming, messages: Prompt.Of(10), token: caller.Token);
        Task<ChatResponse> refused = client.AskAsync(streaming, Patient(1), Prompt.Of(10));
        Assert.True(_time.ActiveTimers > 0);

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => refused);
        await _time.RunAsync(served);

        // The last one to wait leaves while the alarm for its start is set.
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(0, _time.ActiveTimers);
    }

    /// <summary>The start of a waiter for a slot is unknown here. A system timer takes no such time, so none may be set for it.</summary>
    [Fact]
    public async Task Slot_WaitedForInRealTime_IsTakenWhenItIsFree()
    {
        TaskCompletionSource<ChatResponse> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TestClient model = new() { OnResponse = (_, _, _) => answer.Task };
        using CapacityAwareChatClient client = new([new ModelRoute("a", model) { Limits = new() { MaxConcurrentRequests = 1 } }], new() { MaxWait = TimeSpan.FromDays(7) });
        Task<ChatResponse> first = client.AskAsync(streaming: false);
        Task<ChatResponse> second = client.AskAsync(streaming: false);
        Assert.False(second.IsCompleted);

        answer.SetResult(TestClient.Says("ok"));

        Assert.Equal(["ok", "ok"], (await Task.WhenAll(first, second).DoneAsync()).Select(each => each.Text));
        Assert.Equal(0, client.Route("a").InFlight);
    }

    private static ModelRoute Free(string name) => new(name, TestClient.Saying(name)) { Limits = new() { RequestsPerMinute = 6_000 } };

    private static ChatOptions Patient(int seconds) => new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.FromSeconds(seconds) });

    private static ChatOptions Of(RequestPriority priority) => new ChatOptions().WithRouting(new() { Priority = priority });

    private static ChatOptions For(string tenant) => new ChatOptions().WithRouting(new() { Tenant = tenant });

    private void Advance(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private async Task AssertWaitsAsync(double[] seconds, params Task<ChatResponse>[] calls)
    {
        ChatResponse[] responses = await _time.RunAsync(Task.WhenAll(calls));
        Assert.Equal(seconds, responses.Select(response => response.GetRoutingReport()!.Waited.TotalSeconds));
    }

    private async Task<CapacityAwareChatClient> EmptiedAsync(params ModelRoute[] behind)
    {
        CapacityAwareChatClient client = Client([new("a", TestClient.Saying("ok")) { Limits = TokenASecond }, .. behind]);
        await client.AskAsync(streaming: false, messages: Prompt.Of(60));
        return client;
    }

    private CapacityAwareChatClient Client(params ModelRoute[] routes) =>
        new(routes, new() { MaxWait = TimeSpan.FromMinutes(5), SafetyReserve = 0 }, _time);
}
