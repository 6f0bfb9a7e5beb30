using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace CapacityRouting.Tests.Conformance;

public sealed class ResiliencePipelineTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pipeline_Retry_IsOneAttemptWithSeveralCalls(bool streaming)
    {
        int calls = 0;
        TestClient model = new() { OnResponse = (_, _, _) => ++calls < 3 ? throw TestClient.Http(500) : Task.FromResult(TestClient.Says("third try")) };
        using CapacityAwareChatClient client = Make.Router(_time, Through(Retry(2), model), new("b", new TestClient()));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal(("third try", 3), (response.Text, model.Calls));
        Assert.Null(Assert.Single(response.GetRoutingReport()!.Attempts).Failure);
        Assert.Equal(Polly.CircuitBreaker.CircuitState.Closed, client.Route("a").Circuit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pipeline_Retry_GivesEveryCallOptionsOfItsOwn(bool streaming)
    {
        TestClient model = new()
        {
            OnResponse = (_, options, _) =>
            {
                bool isFirst = options!.Temperature is null;
                options.Temperature = 1;
                return isFirst ? throw TestClient.Http(500) : Task.FromResult(TestClient.Says("shared"));
            },
        };
        using CapacityAwareChatClient client = Make.Router(_time, Through(Retry(2), model), new("b", TestClient.Saying("second")));

        Assert.Equal("second", (await client.AskAsync(streaming, new())).Text);
        Assert.Equal(3, model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pipeline_RetryThatDoesNotHelp_IsOneFailedAttempt(bool streaming)
    {
        TestClient model = TestClient.Failing(500);
        using CapacityAwareChatClient client = Make.Router(_time, Through(Retry(2), model), new("b", TestClient.Saying("second")));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal(("second", 3), (response.Text, model.Calls));
        Assert.Equal(["a", "b"], response.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
    }

    [Fact]
    public async Task Pipeline_RetryOfAStream_DisposesEachThatItOpenedOnce()
    {
        ScriptedStream[] streams =
        [
            new() { OnMove = _ => throw TestClient.Http(500) },
            new() { OnMove = _ => throw TestClient.Http(500), OnDispose = () => throw new IOException("in disposing") },
            new() { Updates = [Updates.Text("third try")] },
        ];
        int opened = 0;
        using CapacityAwareChatClient client = Make.Router(_time, Through(Retry(3), new TestClient { OnStream = (_, _, _) => streams[opened++] }));

        Assert.Equal("third try", (await client.AskAsync(streaming: true)).Text);
        Assert.Equal([1, 1, 1], streams.Select(stream => stream.Disposals));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pipeline_Timeout_IsATimeoutOfTheRoute(bool streaming)
    {
        TestClient hanging = new() { OnResponse = (_, _, token) => new TaskCompletionSource<ChatResponse>().Task.WaitAsync(token) };
        Witness witness = new();
        using CapacityAwareChatClient client = Make.Router(_time, witness.Options, Through(TimeoutAfter(2), hanging), new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = client.AskAsync(streaming);
        _time.Advance(TimeSpan.FromSeconds(2));
        ChatResponse response = await call.DoneAsync();

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.Timeout, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
        Assert.IsType<TimeoutRejectedException>(witness.Exception);
    }

    [Fact]
    public async Task Pipeline_TimeoutOfAStream_EndsWithItsOpening()
    {
        TaskCompletionSource<bool> pending = new();
        ScriptedStream stream = new() { Updates = [Updates.Text("hel"), Updates.Text("lo")], OnMove = index => index == 1 ? new(pending.Task) : null };
        using CapacityAwareChatClient client = Make.Router(_time, Through(TimeoutAfter(2), stream.AsClient()));

        Task<ChatResponse> call = client.AskAsync(streaming: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(stream.Token.IsCancellationRequested);
        pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Fact]
    public async Task Pipeline_TimeoutOfAStream_LeavesTheOpenedStreamItsCallersCancellation()
    {
        using CancellationTokenSource caller = new();
        TaskCompletionSource<bool> pending = new();
        ScriptedStream stream = new() { Updates = [Updates.Text("hel")], OnMove = index => index == 1 ? new(pending.Task) : null };
        using CapacityAwareChatClient client = Make.Router(_time, Through(TimeoutAfter(2), stream.AsClient()));

        Task reading = client.GetStreamingResponseAsync(Ask.Question, cancellationToken: caller.Token).ReadIntoAsync([]);
        await caller.CancelAsync();

        Assert.True(stream.Token.IsCancellationRequested);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        pending.SetResult(false);
    }

    [Fact]
    public async Task Pipeline_TimeoutOfAnotherCall_NeverCancelsAnOpenedStream()
    {
        TaskCompletionSource<bool> pending = new();
        ScriptedStream stream = new() { Updates = [Updates.Text("hel"), Updates.Text("lo")], OnMove = index => index == 1 ? new(pending.Task) : null };
        TestClient hanging = new() { OnResponse = (_, _, token) => new TaskCompletionSource<ChatResponse>().Task.WaitAsync(token), OnStream = (_, _, _) => stream };
        using CapacityAwareChatClient client = Make.Router(_time, Through(TimeoutAfter(2), hanging));

        Task<ChatResponse> flowing = client.AskAsync(streaming: true);
        Task<ChatResponse> other = client.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<TimeoutRejectedException>(() => other.DoneAsync());

        Assert.False(stream.Token.IsCancellationRequested);
        pending.SetResult(true);
        Assert.Equal("hello", (await flowing.DoneAsync()).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pipeline_CallersCancellation_StopsItsRetries(bool streaming)
    {
        using CancellationTokenSource caller = new();
        TestClient model = TestClient.Failing(() =>
        {
            caller.Cancel();
            return TestClient.Http(500);
        });
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(_time, Through(Retry(2), model), new("b", next));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: caller.Token));

        Assert.Equal((1, 0), (model.Calls, next.Calls));
    }

    private static ModelRoute Through(ResiliencePipeline pipeline, IChatClient client) => new("a", client) { ResiliencePipeline = pipeline };

    private ResiliencePipeline Retry(int times) => new ResiliencePipelineBuilder { TimeProvider = _time }
        .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = times, Delay = TimeSpan.Zero })
        .Build();

    private ResiliencePipeline TimeoutAfter(int seconds) => new ResiliencePipelineBuilder { TimeProvider = _time }
        .AddTimeout(TimeSpan.FromSeconds(seconds))
        .Build();
}
