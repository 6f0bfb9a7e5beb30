using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

public sealed class TimeoutTests
{
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource<bool> _pending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FirstToken_ClientThatIgnoresItsToken_IsLeftBehindAndDisposedOnceLater(bool fails)
    {
        ScriptedStream stream = Pending(at: 0);
        using CapacityAwareChatClient client = Make.Router(
            _time, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { FirstToken = TimeSpan.FromSeconds(2) } }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = client.AskAsync(streaming: true);
        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        ChatResponse response = await call.DoneAsync();

        Assert.Equal("second", response.Text);
        RoutingAttempt failed = response.GetRoutingReport()!.Attempts[0];
        Assert.Equal((FailureKind.Timeout, TimeSpan.FromSeconds(2)), (failed.Failure!.Kind, failed.Duration));
        Assert.True(stream.Token.IsCancellationRequested);
        Assert.Equal((0, 0), (stream.Disposals, client.Route("a").InFlight));

        if (fails)
            _pending.SetException(new IOException("nobody listens any more"));
        else
            _pending.SetResult(true);
        Assert.True(await stream.Disposed.IsDoneAsync());
        Assert.Equal(1, stream.Disposals);
    }

    [Fact]
    public async Task FirstToken_UpdatesWithoutSubstance_DoNotPutItOff()
    {
        ScriptedStream stream = new() { Updates = [Updates.Empty(), Updates.Empty()], OnMove = index => index == 2 ? new(_pending.Task) : null };
        using CapacityAwareChatClient client = Make.Router(
            _time, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { FirstToken = TimeSpan.FromSeconds(2) } }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = client.AskAsync(streaming: true);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("second", (await call.DoneAsync()).Text);
    }

    [Fact]
    public async Task FirstToken_AfterTheFirstContent_NoLongerRuns()
    {
        ScriptedStream stream = Pending(at: 1);
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { FirstToken = TimeSpan.FromSeconds(2) } });

        Task<ChatResponse> call = client.AskAsync(streaming: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        _pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Fact]
    public async Task Idle_PauseBetweenUpdates_BreaksTheStreamForTheCallerAndTheReport()
    {
        ScriptedStream stream = Pending(at: 1);
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { Idle = TimeSpan.FromSeconds(2) } }, new("b", next));

        List<ChatResponseUpdate> seen = [];
        Task reading = client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(await reading.IsDoneAsync());
        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => reading);
        Assert.Contains("'a'", Assert.IsType<TimeoutException>(thrown.InnerException).Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Timeout, seen.Single().GetRoutingReport()!.Attempts[0].Failure!.Kind);
        Assert.Equal((0, 0), (next.Calls, client.Route("a").InFlight));
        _pending.SetResult(false);
        Assert.True(await stream.Disposed.IsDoneAsync());
        Assert.Equal(1, stream.Disposals);
    }

    [Fact]
    public async Task Idle_WhileTheCallerIsAtWork_DoesNotRun()
    {
        TaskCompletionSource<bool> first = new();
        ScriptedStream stream = new() { Updates = [Updates.Text("hel"), Updates.Text("lo")], OnMove = index => new(index == 0 ? first.Task : _pending.Task) };
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { Idle = TimeSpan.FromSeconds(2) } });

        await using IAsyncEnumerator<ChatResponseUpdate> updates = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Task<bool> next = updates.MoveNextAsync().AsTask();
        first.SetResult(true);
        Assert.True(await next.DoneAsync());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(stream.Token.IsCancellationRequested);
        next = updates.MoveNextAsync().AsTask();
        _time.Advance(TimeSpan.FromSeconds(1.9));
        _pending.SetResult(true);

        Assert.True(await next.DoneAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Total_ClientThatIgnoresItsToken_IsLeftForTheNext(bool streaming)
    {
        TaskCompletionSource<ChatResponse> answer = new();
        CancellationToken token = default;
        TestClient hanging = new()
        {
            OnResponse = (_, _, given) =>
            {
                token = given;
                return answer.Task;
            },
        };
        using CapacityAwareChatClient client = Make.Router(
            _time, new ModelRoute("a", hanging) { Timeouts = new() { Total = TimeSpan.FromSeconds(2) } }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = client.AskAsync(streaming);
        _time.Advance(TimeSpan.FromSeconds(2));
        ChatResponse response = await call.DoneAsync();
        answer.SetResult(TestClient.Says("too late"));

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.Timeout, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
        Assert.True(token.IsCancellationRequested);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Total_ClientThatHeedsItsToken_FailsOver(bool streaming)
    {
        TestClient hanging = new() { OnResponse = (_, _, token) => new TaskCompletionSource<ChatResponse>().Task.WaitAsync(token) };
        using CapacityAwareChatClient client = Make.Router(
            _time, new ModelRoute("a", hanging) { Timeouts = new() { Total = TimeSpan.FromSeconds(2) } }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = client.AskAsync(streaming);
        _time.Advance(TimeSpan.FromSeconds(2));

        ChatResponse response = await call.DoneAsync();
        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.Timeout, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Fact]
    public async Task Total_StreamThatFlowsTooLong_Breaks()
    {
        ScriptedStream stream = Pending(at: 1);
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { Total = TimeSpan.FromSeconds(2) } });

        Task<ChatResponse> call = client.AskAsync(streaming: true);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(FailureKind.Timeout, (await Assert.ThrowsAsync<StreamInterruptedException>(() => call.DoneAsync())).Failure.Kind);
        _pending.SetResult(false);
    }

    [Fact]
    public async Task Deadline_OfAStream_EndsAtItsStart()
    {
        ScriptedStream stream = Pending(at: 1);
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { Deadline = TimeSpan.FromSeconds(2) }, stream.AsClient());

        Task<ChatResponse> call = client.AskAsync(streaming: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        _pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deadline_HalfOfItSpentOnOneRoute_LeavesTheOtherHalfToTheNext(bool streaming)
    {
        TestClient hanging = new() { OnResponse = (_, _, token) => new TaskCompletionSource<ChatResponse>().Task.WaitAsync(token) };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { Deadline = TimeSpan.FromSeconds(2) }, hanging, new TestClient());

        Task<ChatResponse> call = client.AskAsync(streaming);
        _time.Advance(TimeSpan.FromSeconds(0.999));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));

        Assert.Equal("b", (await call.DoneAsync()).GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deadline_AHangingRouteCutOffAtHalf_OpensItsCircuit(bool streaming)
    {
        TestClient hanging = new() { OnResponse = (_, _, token) => new TaskCompletionSource<ChatResponse>().Task.WaitAsync(token) };
        CapacityRoutingOptions options = new() { Deadline = TimeSpan.FromSeconds(2), CircuitBreaker = new() { MinimumThroughput = 2 } };
        using CapacityAwareChatClient client = Make.Router(_time, options, hanging, new TestClient());

        for (int i = 0; i < 2; i++)
        {
            Task<ChatResponse> call = client.AskAsync(streaming);
            _time.Advance(TimeSpan.FromSeconds(1));
            await call.DoneAsync();
        }

        Assert.Equal(Polly.CircuitBreaker.CircuitState.Open, client.Route("a").Circuit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deadline_RunOut_TriesNobodyElseAndIsNotHeldAgainstTheRoute(bool streaming)
    {
        TestClient hanging = new() { OnResponse = (_, _, token) => new TaskCompletionSource<ChatResponse>().Task.WaitAsync(token) };
        TestClient next = new();
        CapacityRoutingOptions options = new() { Deadline = TimeSpan.FromSeconds(2), MaxAttempts = 1, CircuitBreaker = new() { MinimumThroughput = 2 } };
        using CapacityAwareChatClient client = Make.Router(_time, options, hanging, next);

        for (int i = 0; i < 4; i++)
        {
            Task<ChatResponse> call = client.AskAsync(streaming);
            _time.Advance(TimeSpan.FromSeconds(2));
            NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => call.DoneAsync());
            Assert.IsType<TimeoutException>(thrown.InnerException);
        }

        Assert.Equal((4, 0), (hanging.Calls, next.Calls));
        Assert.Equal(Polly.CircuitBreaker.CircuitState.Closed, client.Route("a").Circuit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timers_CallThatEnds_AreStopped(bool streaming)
    {
        TaskCompletionSource<ChatResponse> answer = new();
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient { OnResponse = (_, _, _) => answer.Task });

        Task<ChatResponse> call = client.AskAsync(streaming);
        Assert.Equal(1, _time.ActiveTimers);
        answer.SetResult(TestClient.Says("ok"));
        await call;

        Assert.Equal(0, _time.ActiveTimers);
    }

    private ScriptedStream Pending(int at) =>
        new() { Updates = [Updates.Text("hel"), Updates.Text("lo")], OnMove = index => index == at ? new(_pending.Task) : null };
}
