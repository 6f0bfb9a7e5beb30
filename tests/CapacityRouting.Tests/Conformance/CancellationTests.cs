using System.Runtime.CompilerServices;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

public sealed class CancellationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CancelledToken_CallsNobody(bool streaming)
    {
        TestClient inner = new();
        using CapacityAwareChatClient client = Make.Router(inner);

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: new(canceled: true)));

        Assert.Equal(0, inner.Calls);
        Assert.Empty(thrown.GetRoutingReport()!.Attempts);
    }

    [Fact]
    public async Task Stream_EnumeratedWithACancelledToken_CallsNobody()
    {
        TestClient inner = new();
        using CapacityAwareChatClient client = Make.Router(inner);
        ConfiguredCancelableAsyncEnumerable<ChatResponseUpdate> stream = client.GetStreamingResponseAsync(Ask.Question).WithCancellation(new(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await stream.GetAsyncEnumerator().MoveNextAsync());

        Assert.Equal(0, inner.Calls);
    }

    [Theory]
    [InlineData(false, typeof(OperationCanceledException))]
    [InlineData(true, typeof(OperationCanceledException))]
    [InlineData(false, typeof(HttpRequestException))]
    [InlineData(true, typeof(HttpRequestException))]
    [InlineData(false, typeof(IOException))]
    [InlineData(true, typeof(IOException))]
    [InlineData(false, typeof(ObjectDisposedException))]
    [InlineData(true, typeof(ObjectDisposedException))]
    public async Task Ask_CancelledUnderWay_StopsWhateverTheClientThrows(bool streaming, Type thrownByClient)
    {
        using CancellationTokenSource caller = new();
        TestClient first = TestClient.Failing(() =>
        {
            caller.Cancel();
            return thrownByClient == typeof(ObjectDisposedException) ? new ObjectDisposedException("client") : (Exception)Activator.CreateInstance(thrownByClient)!;
        });
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(first, next);

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: caller.Token));

        Assert.Equal(caller.Token, thrown.CancellationToken);
        Assert.Equal(0, next.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CancelledBetweenAttempts_MakesNoFurtherOne(bool streaming)
    {
        using CancellationTokenSource caller = new();
        TestClient first = TestClient.Failing(429);
        TestClient next = new();
        CapacityRoutingOptions options = new()
        {
            FailureClassifier = new Classify(_ =>
            {
                caller.Cancel();
                return null;
            }),
        };
        using CapacityAwareChatClient client = Make.Router(options, first, next);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: caller.Token));

        Assert.Equal((1, 0), (first.Calls, next.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CancellationWithALiveCaller_IsTheProvidersTimeout(bool streaming)
    {
        using CancellationTokenSource caller = new();
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(() => new TaskCanceledException()), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming, token: caller.Token);

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.Timeout, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CancelledAgainAndAgain_IsNeverAFailureOfTheRoute(bool streaming)
    {
        CapacityRoutingOptions options = new() { CircuitBreaker = new() { MinimumThroughput = 2 } };
        using CapacityAwareChatClient client = Make.Router(options, Cancelling(out Func<CancellationToken> arm));

        for (int i = 0; i < 10; i++)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: arm()));

        RouteSnapshot route = client.Route("a");
        Assert.Equal(Polly.CircuitBreaker.CircuitState.Closed, route.Circuit);
        Assert.Null(route.CoolingDownFor);
        Assert.Null(route.ClosedFor);
        Assert.Equal(0, route.InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CancelledWhileAClientIgnoresItsToken_DoesNotWaitForIt(bool streaming)
    {
        using CancellationTokenSource caller = new();
        TaskCompletionSource<ChatResponse> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnResponse = (_, _, _) => answer.Task }, next);

        Task<ChatResponse> call = client.AskAsync(streaming, token: caller.Token);
        await caller.CancelAsync();

        Assert.True(await call.IsDoneAsync());
        Assert.True(call.IsCanceled);
        Assert.Equal((0, 0), (next.Calls, client.Route("a").InFlight));
        answer.SetResult(TestClient.Says("too late"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_CancelledWhileItWaitsForCapacity_LeavesNothingBehind(bool streaming)
    {
        using CancellationTokenSource caller = new();
        TestClient inner = new();
        ManualTime time = new();
        using CapacityAwareChatClient client = Make.Router(time, new ModelRoute("a", inner) { Limits = new() { RequestsPerMinute = 6 } });
        await client.AskAsync(streaming);
        decimal level = client.Route("a").Buckets[0].Level;

        Task<ChatResponse> waiting = client.AskAsync(streaming, token: caller.Token);
        Assert.False(waiting.IsCompleted);
        Assert.NotEqual(0, time.ActiveTimers);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal((1, 0), (inner.Calls, time.ActiveTimers));
        Assert.Equal(level, client.Route("a").Buckets[0].Level);
    }

    [Fact]
    public async Task Stream_CancelledAfterOutput_IsTheCallersCancellation()
    {
        using CancellationTokenSource caller = new();
        TaskCompletionSource<bool> next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedStream stream = new() { Updates = [Updates.Text("hel")], OnMove = index => index == 1 ? new(next.Task) : null };
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(stream.AsClient(), second);

        List<ChatResponseUpdate> seen = [];
        Task reading = client.GetStreamingResponseAsync(Ask.Question, cancellationToken: caller.Token).ReadIntoAsync(seen);
        await caller.CancelAsync();

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(caller.Token, thrown.CancellationToken);
        Assert.Single(seen);
        Assert.Null(Assert.Single(seen[0].GetRoutingReport()!.Attempts).Failure);
        Assert.Equal((0, 0), (second.Calls, client.Route("a").InFlight));
        next.SetResult(false);
        Assert.True(await stream.Disposed.IsDoneAsync());
    }

    [Fact]
    public async Task Ask_CancelledByOneCaller_DoesNotReopenWhatAnotherFoundClosed()
    {
        using CancellationTokenSource caller = new();
        TaskCompletionSource<ChatResponse> answer = new();
        TestClient inner = new() { OnResponse = (_, _, token) => token.CanBeCanceled ? answer.Task.WaitAsync(token) : Task.FromException<ChatResponse>(TestClient.Http(401)) };
        using CapacityAwareChatClient client = Make.Router(Make.Untimed(), inner);

        Task<ChatResponse> underWay = client.AskAsync(streaming: false, token: caller.Token);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));
        TimeSpan? closed = client.Route("a").ClosedFor;
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => underWay);

        Assert.NotNull(closed);
        Assert.Equal(closed, client.Route("a").ClosedFor);
    }

    /// <summary>A client that fails as soon as its caller has cancelled, which it does itself.</summary>
    private static TestClient Cancelling(out Func<CancellationToken> arm)
    {
        CancellationTokenSource caller = new();
        arm = () => (caller = new()).Token;
        return TestClient.Failing(() =>
        {
            caller.Cancel();
            return TestClient.Http(500);
        });
    }
}
