using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing;

public sealed class WaitingTests
{
    private static readonly CapacityLimits TenAMinute = new() { RequestsPerMinute = 10 };

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Preferred_WithoutRoom_SpillsOverToTheNextWithoutWaiting(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new ModelRoute("a", TestClient.Saying("a")) { Limits = TenAMinute }, new("b", TestClient.Saying("b")));
        await client.AskAsync(streaming);

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        Assert.Equal("b", report.ServedBy);
        Assert.Equal(TimeSpan.Zero, report.Waited);
        Assert.Equal([new RouteExclusion("a", ExclusionReason.Saturated, TimeSpan.FromSeconds(6))], report.Excluded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiters_ForOneBucket_AreServedFirstComeFirstServedAtTheTimesBooked(bool streaming)
    {
        using CapacityAwareChatClient client = PatientClient(TimeSpan.FromSeconds(20), new ModelRoute("a", TestClient.Saying("a")) { Limits = TenAMinute });
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 5).Select(_ => client.AskAsync(streaming))];

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => calls[4]);
        List<double> waits = [];
        foreach (Task<ChatResponse> call in calls[..4])
            waits.Add((await _time.RunAsync(call)).GetRoutingReport()!.Waited.TotalSeconds);

        Assert.Equal([0, 6, 12, 18], waits);
    }

    [Fact]
    public async Task Waiter_MoreRoutesThanOne_BooksTheEarliestFree()
    {
        using CapacityAwareChatClient client = Client(
            new ModelRoute("slow", TestClient.Saying("slow")) { Limits = TenAMinute },
            new("fast", TestClient.Saying("fast")) { Limits = new() { RequestsPerMinute = 20, Burst = TimeSpan.FromSeconds(1) } });
        await client.AskAsync(streaming: false);
        await client.AskAsync(streaming: false);

        ChatResponse third = await _time.RunAsync(client.AskAsync(streaming: false));

        Assert.Equal("fast", third.Text);
        Assert.Equal(3, third.GetRoutingReport()!.Waited.TotalSeconds);
    }

    [Fact]
    public async Task Waiter_RouteThatCoolsDown_IsWaitedForAsLongAsTheProviderSaid()
    {
        int calls = 0;
        TestClient model = new()
        {
            OnResponse = (_, _, _) => ++calls == 1 ? Task.FromException<ChatResponse>(TestClient.Http(429, "3")) : Task.FromResult(TestClient.Says("ok")),
        };
        using CapacityAwareChatClient client = Client(new ModelRoute("a", model));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { RetryWhenAlone = false })));

        ChatResponse second = await _time.RunAsync(client.AskAsync(streaming: false));

        Assert.Equal(3, second.GetRoutingReport()!.Waited.TotalSeconds);
    }

    [Fact]
    public async Task Waiter_WhoseRouteCoolsDownMeanwhile_MovesToAnother()
    {
        TaskCompletionSource<ChatResponse> refusal = new();
        TestClient preferred = new() { OnResponse = (_, _, _) => refusal.Task };
        using CapacityAwareChatClient client = PatientClient(
            TimeSpan.FromSeconds(20),
            new("a", preferred) { Limits = TenAMinute },
            new("b", TestClient.Saying("b")) { Limits = new() { RequestsPerMinute = 6 } });
        Task<ChatResponse> first = client.AskAsync(streaming: false);
        Assert.Equal("b", (await client.AskAsync(streaming: false)).Text);
        Task<ChatResponse> waiter = client.AskAsync(streaming: false);

        Bare.Run(() => refusal.SetException(TestClient.Http(429, "60")));
        ChatResponse failedOver = await _time.RunAsync(first);
        ChatResponse moved = await _time.RunAsync(waiter);

        Assert.Equal(["a", "b"], failedOver.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
        Assert.Equal(["b"], moved.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));

        // The one that failed over came first, and goes before the one that waited already.
        Assert.Equal(10, failedOver.GetRoutingReport()!.Waited.TotalSeconds, 1);
        Assert.Equal(20, moved.GetRoutingReport()!.Waited.TotalSeconds, 1);
        Assert.Equal(1, preferred.Calls);
    }

    [Fact]
    public async Task Waiters_InLineForASlotOfARouteThatShuts_WaitForItToOpenInsteadOfHandingTheSlotRound()
    {
        TaskCompletionSource<ChatResponse> refusal = new();
        int calls = 0;
        TestClient model = new() { OnResponse = (_, _, _) => ++calls == 1 ? refusal.Task : Task.FromResult(TestClient.Says("ok")) };
        using CapacityAwareChatClient client = Client(new ModelRoute("a", model) { Limits = new() { MaxConcurrentRequests = 1 } });
        Task<ChatResponse> first = client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { RetryWhenAlone = false }));
        Task<ChatResponse>[] line = [.. Enumerable.Range(0, 5).Select(_ => client.AskAsync(streaming: false))];

        refusal.SetException(TestClient.Http(429, "3"));

        await Assert.ThrowsAsync<HttpRequestException>(() => first);
        foreach (Task<ChatResponse> waiter in line)
            Assert.Equal(3, (await _time.RunAsync(waiter)).GetRoutingReport()!.Waited.TotalSeconds, 1);
        Assert.Equal(6, model.Calls);
    }

    [Fact]
    public async Task Waiter_CancelledBeforeItsStart_HasTakenNothing()
    {
        using CapacityAwareChatClient client = Client(new ModelRoute("a", TestClient.Saying("a")) { Limits = TenAMinute });
        await client.AskAsync(streaming: false);
        decimal before = client.Route("a").Buckets.Single().Level;
        using CancellationTokenSource caller = new();
        Task<ChatResponse> waiter = client.AskAsync(streaming: false, token: caller.Token);
        Assert.False(waiter.IsCompleted);

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        Assert.Equal(before, client.Route("a").Buckets.Single().Level);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Line_ForASlot_IsServedInOrderAsCallsEnd(bool streaming)
    {
        List<TaskCompletionSource<ChatResponse>> answers = [];
        TestClient model = new() { OnResponse = (_, _, _) => Pending(answers) };
        using CapacityAwareChatClient client = Client(new ModelRoute("a", model) { Limits = new() { MaxConcurrentRequests = 1 } });
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 3).Select(_ => client.AskAsync(streaming))];

        for (int i = 0; i < 3; i++)
        {
            await Until(() => answers.Count == i + 1);
            Assert.Equal(1, client.Route("a").InFlight);
            answers[i].SetResult(TestClient.Says($"{i}"));
            Assert.Equal($"{i}", (await calls[i]).Text);
        }

        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Fact]
    public async Task Line_LongerThanThePatience_EndsWithTheReason()
    {
        TestClient model = new() { OnResponse = (_, _, _) => new TaskCompletionSource<ChatResponse>().Task };
        using CapacityAwareChatClient client = Client(new ModelRoute("a", model) { Limits = new() { MaxConcurrentRequests = 1 } });
        _ = client.AskAsync(streaming: false);

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => _time.RunAsync(client.AskAsync(streaming: false)));

        Assert.Equal([new RouteExclusion("a", ExclusionReason.ConcurrencyLimit, null)], thrown.Excluded);
        Assert.Null(thrown.RetryAfter);
        Assert.Equal(10, thrown.GetRoutingReport()!.Waited.TotalSeconds);
    }

    [Fact]
    public async Task Line_LeftByACancelledCaller_LosesNoSlot()
    {
        List<TaskCompletionSource<ChatResponse>> answers = [];
        TestClient model = new() { OnResponse = (_, _, _) => Pending(answers) };
        using CapacityAwareChatClient client = Client(new ModelRoute("a", model) { Limits = new() { MaxConcurrentRequests = 1 } });
        using CancellationTokenSource caller = new();
        Task<ChatResponse> first = client.AskAsync(streaming: false);
        Task<ChatResponse> second = client.AskAsync(streaming: false, token: caller.Token);
        Task<ChatResponse> third = client.AskAsync(streaming: false);

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        answers[0].SetResult(TestClient.Says("first"));
        await first;
        await Until(() => answers.Count == 2);
        answers[1].SetResult(TestClient.Says("third"));

        Assert.Equal("third", (await third).Text);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Fact]
    public async Task Line_OfSeveralRoutes_TakesTheFirstSlotThatAnyGives()
    {
        List<TaskCompletionSource<ChatResponse>> answers = [];
        TestClient hanging = new() { OnResponse = (_, _, _) => new TaskCompletionSource<ChatResponse>().Task };
        TestClient answering = new() { OnResponse = (_, _, _) => Pending(answers) };
        using CapacityAwareChatClient client = Client(
            new ModelRoute("a", hanging) { Limits = new() { MaxConcurrentRequests = 1 } },
            new("b", answering) { Limits = new() { MaxConcurrentRequests = 1 } });
        _ = client.AskAsync(streaming: false);
        Task<ChatResponse> onB = client.AskAsync(streaming: false);
        Task<ChatResponse> waiter = client.AskAsync(streaming: false);

        answers[0].SetResult(TestClient.Says("b"));
        await onB;
        await Until(() => answers.Count == 2);
        answers[1].SetResult(TestClient.Says("b again"));

        Assert.Equal("b again", (await waiter).Text);
        Assert.Equal(1, client.Route("a").InFlight);
        Assert.Equal(0, client.Route("b").InFlight);
    }

    [Fact]
    public async Task Stampede_OfAHundredWhereTenFit_LosesNoneWithinItsPatience()
    {
        TestClient model = TestClient.Saying("ok");
        using CapacityAwareChatClient client = PatientClient(
            TimeSpan.FromMinutes(2), new ModelRoute("a", model) { Limits = new() { RequestsPerMinute = 60, Burst = TimeSpan.FromSeconds(10) } });

        ChatResponse[] answers = await _time.RunAsync(Task.WhenAll(Enumerable.Range(0, 100).Select(_ => client.AskAsync(streaming: false))));

        Assert.Equal(100, answers.Length);
        Assert.Equal(10, answers.Count(answer => answer.GetRoutingReport()!.Waited == TimeSpan.Zero));
        Assert.Equal(90, answers.Max(answer => answer.GetRoutingReport()!.Waited.TotalSeconds));
    }

    [Fact]
    public async Task ManyThreads_OverFewSlots_NeverExceedThemAndLoseNoCall()
    {
        int underWay = 0;
        int most = 0;
        TestClient model = new()
        {
            OnResponse = async (_, _, _) =>
            {
                int now = Interlocked.Increment(ref underWay);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref underWay);
                return TestClient.Says("ok");
            },
        };
        using CapacityAwareChatClient client = new([new ModelRoute("a", model) { Limits = new() { MaxConcurrentRequests = 3 } }], new() { MaxWait = TimeSpan.FromMinutes(10) });

        ChatResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 2000).Select(_ => Task.Run(() => client.AskAsync(streaming: false))));

        Assert.Equal(2000, answers.Length);
        Assert.InRange(most, 1, 3);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    private static void InterlockedMax(ref int word, int value)
    {
        for (int seen = Volatile.Read(ref word); seen < value; seen = Volatile.Read(ref word))
            Interlocked.CompareExchange(ref word, value, seen);
    }

    private static Task<ChatResponse> Pending(List<TaskCompletionSource<ChatResponse>> answers)
    {
        TaskCompletionSource<ChatResponse> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        answers.Add(answer);
        return answer.Task;
    }

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 100_000 && !condition(); i++)
            await Task.Yield();
        Assert.True(condition());
    }

    private CapacityAwareChatClient Client(params ModelRoute[] routes) => PatientClient(TimeSpan.FromSeconds(10), routes);

    private CapacityAwareChatClient PatientClient(TimeSpan maxWait, params ModelRoute[] routes) => new(routes, new() { MaxWait = maxWait }, _time);
}
