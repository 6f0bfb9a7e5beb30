using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A request that has no other route left asks the best one again, within its patience and the budgets.</summary>
public sealed class RetryWhenAloneTests
{
    private readonly ManualTime _time = new();

    public static TheoryData<string, int, bool> Hiccups
    {
        get
        {
            TheoryData<string, int, bool> data = [];
            foreach (string fault in (string[])["500", "503", "reset"])
                foreach (int seed in Enumerable.Range(1, 5))
                {
                    data.Add(fault, seed, false);
                    data.Add(fault, seed, true);
                }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Hiccups))]
    public async Task EveryFifthCall_FailsOnceOnTheOnlyRoute_NoneIsLost(string fault, int seed, bool streaming)
    {
        TestClient model = Faulty.Hiccuping(fault, every: 5);
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RandomSeed = seed }, model);

        ChatResponse[] answers = await AskAllAsync(client, calls: 100, streaming);

        Assert.All(answers, answer => Assert.Equal("ok", answer.Text));
        Assert.Equal(25, answers.Count(answer => answer.GetRoutingReport()!.Attempts.Count == 2));
        Assert.Equal(125, model.Calls);
    }

    [Theory]
    [MemberData(nameof(Hiccups))]
    public async Task TwoRoutes_ThatBothHiccup_LoseNone(string fault, int seed, bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RandomSeed = seed }, Faulty.Hiccuping(fault, every: 3), Faulty.Hiccuping(fault, every: 2));

        Assert.All(await AskAllAsync(client, calls: 100, streaming), answer => Assert.Equal("ok", answer.Text));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StatedWait_OnTheOnlyRoute_IsWaitedFor(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Faulty.FailingOnce(TestClient.Http(429, "1")));

        Task<ChatResponse> call = client.AskAsync(streaming);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal((false, 0), (call.IsCompleted, client.Route("a").InFlight));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        RoutingReport report = (await call.DoneAsync()).GetRoutingReport()!;
        Assert.Equal(("a", TimeSpan.FromSeconds(1)), (report.ServedBy, report.Waited));
        Assert.Equal([FailureKind.RateLimited, null], report.Attempts.Select(attempt => attempt.Failure?.Kind));
        Assert.Empty(report.Excluded);
    }

    [Theory]
    [InlineData(false, "1", 0, 1)]
    [InlineData(true, "1", 0, 1)]
    [InlineData(false, "11", 10, 11)]
    [InlineData(true, "11", 10, 11)]
    public async Task StatedWait_LongerThanThePatience_IsRefusedAtOnceWithIt(bool streaming, string stated, int maxWait, int retryAfter)
    {
        HttpRequestException own = TestClient.Http(429, stated);
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxWait = TimeSpan.FromSeconds(maxWait) }, TestClient.Failing(() => own));

        Assert.Same(own, await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming).DoneAsync()));

        RoutingReport report = own.GetRoutingReport()!;
        Assert.Equal(TimeSpan.FromSeconds(retryAfter), Assert.Single(report.Attempts).Failure!.RetryAfter);
        Assert.Equal(TimeSpan.Zero, report.Waited);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServerError_WithoutPatience_IsNotTriedAgain(bool streaming)
    {
        TestClient model = TestClient.Failing(500);
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxWait = TimeSpan.Zero }, model);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming).DoneAsync());

        Assert.Equal(1, model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServerErrors_WithoutEnd_AreTriedFourTimesAgainAndTheLastIsThrown(bool streaming)
    {
        List<Exception> thrown = [];
        TestClient model = TestClient.Failing(() =>
        {
            thrown.Add(TestClient.Http(500));
            return thrown[^1];
        });
        using CapacityAwareChatClient client = Make.Router(_time, Unbroken(), model);

        HttpRequestException last = await Assert.ThrowsAsync<HttpRequestException>(() => _time.RunAsync(client.AskAsync(streaming)));

        RoutingReport report = last.GetRoutingReport()!;
        Assert.Equal((5, 5), (model.Calls, report.Attempts.Count));
        Assert.Same(thrown[^1], last);
        Assert.Empty(report.Excluded);

        // 0.2, 0.6, 1.8 and 5.4 seconds, of which jitter takes at most half.
        Assert.InRange(report.Waited, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8.004));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    [InlineData(false, 7)]
    [InlineData(true, 7)]
    public async Task MaxAttempts_ThatIsSet_CountsEverySend(bool streaming, int attempts)
    {
        TestClient model = TestClient.Failing(500);
        CapacityRoutingOptions options = Unbroken();
        (options.MaxAttempts, options.MaxWait) = (attempts, TimeSpan.FromMinutes(1));
        using CapacityAwareChatClient client = Make.Router(_time, options, model);

        await Assert.ThrowsAsync<HttpRequestException>(() => _time.RunAsync(client.AskAsync(streaming)));

        Assert.Equal(attempts, model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_ThatAsksForNoRetries_GetsNone(bool streaming)
    {
        TestClient model = TestClient.Failing(500);
        using CapacityAwareChatClient client = Make.Router(_time, model);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { RetryWhenAlone = false })).DoneAsync());

        Assert.Equal(1, model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_ThatAsksForRetries_GetsThemWhereTheyAreOff(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RetryWhenAlone = false }, Faulty.FailingOnce(TestClient.Http(500)));

        ChatResponse answer = await _time.RunAsync(client.AskAsync(streaming, new ChatOptions().WithRouting(new() { RetryWhenAlone = true })));

        Assert.Equal("ok", answer.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deadline_BeforeTheRetry_IsRefusedAtOnce(bool streaming)
    {
        TestClient model = TestClient.Failing(500);
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { Deadline = TimeSpan.FromMilliseconds(100) }, model);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming).DoneAsync());

        Assert.Equal(1, model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_ThatMeetsAFaultOfTheRequest_StopsWithIt(bool streaming)
    {
        int calls = 0;
        HttpRequestException own = TestClient.Http(400);
        using CapacityAwareChatClient client = Make.Router(_time, TestClient.Failing(() => ++calls == 1 ? TestClient.Http(500) : own));

        Assert.Same(own, await Assert.ThrowsAsync<HttpRequestException>(() => _time.RunAsync(client.AskAsync(streaming))));
    }

    [Fact]
    public async Task Stream_ThatBreaksAfterItsCommit_IsNotAskedAgain()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("hel")], OnMove = index => index == 1 ? throw TestClient.Http(500) : null };
        TestClient model = stream.AsClient();
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxContinuations = 3 }, model);

        await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true).DoneAsync());

        Assert.Equal(1, model.Calls);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Outage_OfTheOnlyRoute_IsBoundedByTheBudget(int seed, bool streaming)
    {
        const int Calls = 2_000;
        TestClient model = TestClient.Failing(500);
        CapacityRoutingOptions options = Unbroken();
        (options.RandomSeed, options.RetryBudget) = (seed, new() { Share = 0.2, PerSecond = 0 });
        using CapacityAwareChatClient client = Make.Router(_time, options, model);

        List<Task<ChatResponse>> calls = [];
        for (int i = 0; i < Calls; i++)
        {
            Bare.Run(() => calls.Add(client.AskAsync(streaming)));
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.All(calls, call => Assert.IsType<HttpRequestException>(call.Exception!.InnerException));
        Assert.InRange(model.Calls, Calls + 1, (int)(Calls * 1.2) + 1);
        await Task.WhenAll(calls).ContinueWith(static all => all.Exception, TaskScheduler.Default);
    }

    private static CapacityRoutingOptions Unbroken() => new() { CircuitBreaker = new() { MinimumThroughput = 100_000 } };

    /// <summary>A call every 250 ms, one after the other.</summary>
    private async Task<ChatResponse[]> AskAllAsync(IChatClient client, int calls, bool streaming)
    {
        ChatResponse[] answers = new ChatResponse[calls];
        for (int i = 0; i < calls; i++)
        {
            answers[i] = await _time.RunAsync(client.AskAsync(streaming));
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }

        return answers;
    }
}
