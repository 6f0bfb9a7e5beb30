using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Health;

/// <summary>
/// Calls that were sent before a route was shut end after it. Only a probe's verdict says whether the route is well again.
/// </summary>
public sealed class LateVerdictTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<TaskCompletionSource<ChatResponse>> _calls = [];
    private readonly CapacityAwareChatClient _client;

    public LateVerdictTests() => _client = new([new("a", new TestClient { OnResponse = (_, _, token) => Begin(token) }) { CircuitBreaker = new() { MinimumThroughput = 4, BreakDuration = TimeSpan.FromSeconds(5) } }], timeProvider: _time);

    private RouteSnapshot Route => _client.Route("a");

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    public async Task Closed_ACallFromBeforeSucceeds_StaysClosed(int status)
    {
        Task<ChatResponse> late = Send();
        await FailAsync(Send(), status);
        TimeSpan? closed = Route.ClosedFor;

        _calls[0].SetResult(TestClient.Says("late"));
        await late;

        Assert.Equal(TimeSpan.FromMinutes(10), closed);
        Assert.Equal(closed, Route.ClosedFor);
    }

    [Fact]
    public async Task Closed_ACallFromBeforeIsCancelled_StaysClosed()
    {
        using CancellationTokenSource cancel = new();
        Task<ChatResponse> late = Send(cancel.Token);
        await FailAsync(Send(), 401);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);

        Assert.Equal(TimeSpan.FromMinutes(10), Route.ClosedFor);
    }

    [Fact]
    public async Task Closed_SeveralCallsOfOneMomentFail_IsClosedForTheFirstStep()
    {
        Task<ChatResponse>[] together = [Send(), Send(), Send(), Send()];

        foreach (Task<ChatResponse> call in together.Reverse())
            await FailAsync(call, 401);

        Assert.Equal(TimeSpan.FromMinutes(10), Route.ClosedFor);
    }

    [Fact]
    public async Task Closed_ACallFromBeforeFailsWithAShorterWait_ShortensNothing()
    {
        Task<ChatResponse>[] together = [Send(), Send()];

        await FailAsync(together[1], 402, retryAfter: "3000");
        await FailAsync(together[0], 402, retryAfter: "60");

        Assert.Equal(TimeSpan.FromMinutes(50), Route.ClosedFor);
    }

    [Fact]
    public async Task Closed_TheProbeFailsWithAShorterWait_TakesItsWord()
    {
        await FailAsync(Send(), 402, retryAfter: "3000");
        _time.Advance(TimeSpan.FromMinutes(50));

        await FailAsync(Send(), 402, retryAfter: "60");

        Assert.Equal(TimeSpan.FromMinutes(1), Route.ClosedFor);
    }

    [Fact]
    public async Task Closed_TheProbeSucceeds_Opens()
    {
        await FailAsync(Send(), 401);
        _time.Advance(TimeSpan.FromMinutes(10));

        Task<ChatResponse> probe = Send();
        _calls[^1].SetResult(TestClient.Says("well"));
        await probe;

        Assert.Null(Route.ClosedFor);
    }

    [Fact]
    public async Task CircuitOpen_ACallFromBeforeIsCancelled_LetsNoProbeThrough()
    {
        using CancellationTokenSource cancel = new();
        Task<ChatResponse> late = Send(cancel.Token);
        for (int i = 0; i < 4; i++)
            await FailAsync(Send(), 500);
        Assert.Equal(CircuitState.Open, Route.Circuit);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => Send());
        Assert.Equal(5, _calls.Count);
    }

    [Fact]
    public async Task CircuitOpen_ACallFromBeforeSucceeds_StaysOpen()
    {
        Task<ChatResponse> late = Send();
        for (int i = 0; i < 4; i++)
            await FailAsync(Send(), 500);

        _calls[0].SetResult(TestClient.Says("late"));
        await late;

        Assert.Equal(CircuitState.Open, Route.Circuit);
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => Send());
    }

    [Fact]
    public async Task CircuitOpen_TheProbeIsAnsweredThatTheRequestIsWrong_LetsTheNextProbeThroughAtOnce()
    {
        for (int i = 0; i < 4; i++)
            await FailAsync(Send(), 500);
        _time.Advance(TimeSpan.FromSeconds(5));

        await FailAsync(Send(), 400);
        Task<ChatResponse> next = Send();
        _calls[^1].TrySetResult(TestClient.Says("well"));

        Assert.Equal("well", (await next).Text);
        Assert.Equal(CircuitState.Closed, Route.Circuit);
    }

    private Task<ChatResponse> Send(CancellationToken token = default) =>
        _client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero }), token: token);

    private Task<ChatResponse> Begin(CancellationToken token)
    {
        TaskCompletionSource<ChatResponse> call = new();
        _calls.Add(call);
        token.Register(() => call.TrySetCanceled(token));
        return call.Task;
    }

    /// <summary>Fails the latest call under way, which must be the one given.</summary>
    private async Task FailAsync(Task<ChatResponse> call, int status, string? retryAfter = null)
    {
        await Task.Yield();
        _calls.Last(each => !each.Task.IsCompleted).SetException(TestClient.Http(status, retryAfter));
        await Assert.ThrowsAnyAsync<Exception>(() => call);
    }
}
