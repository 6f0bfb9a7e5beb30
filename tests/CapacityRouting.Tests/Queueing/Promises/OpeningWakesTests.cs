using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: everything that makes room wakes its waiters at that moment. The time stands still from then on, so no waiter is woken by its end.</summary>
public sealed class OpeningWakesTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly HeldModel _model = new();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SlotThatIsFreed_WakesWhoWaits(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new ModelRoute("a", _model) { Limits = new() { MaxConcurrentRequests = 1 } });
        Task<ChatResponse> first = client.AskAsync(streaming);
        Task<ChatResponse> waiting = client.AskAsync(streaming);

        _model.End();

        Assert.Equal(2, _model.Begun);
        _model.End();
        await Task.WhenAll(first, waiting).DoneAsync();
    }

    [Fact]
    public async Task SlotOfACallThatFails_WakesWhoWaits()
    {
        using CapacityAwareChatClient client = Client(new ModelRoute("a", _model) { Limits = new() { MaxConcurrentRequests = 1 } });
        Task<ChatResponse> failing = client.AskAsync(streaming: false);
        Task<ChatResponse> waiting = client.AskAsync(streaming: false);

        _model.Fail(new ArgumentException("A mistake of the caller's."));

        Assert.Equal(2, _model.Begun);
        await Assert.ThrowsAsync<ArgumentException>(() => failing);
        _model.End();
        await waiting.DoneAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RouteThatIsRestored_WakesWhoWaitsForAnother(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new ModelRoute("a", TestClient.Saying("a")), new("b", _model) { Limits = new() { MaxConcurrentRequests = 1 } });
        IRouteControl control = client.GetService<IRouteControl>()!;
        await control.IsolateAsync("a");
        Task<ChatResponse> first = client.AskAsync(streaming);
        Task<ChatResponse>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => client.AskAsync(streaming))];

        await control.RestoreAsync("a");

        Assert.All(await Task.WhenAll(waiting).DoneAsync(), answer => Assert.Equal("a", answer.Text));
        _model.End();
        await first.DoneAsync();
    }

    /// <summary>A guessed cooldown lets one call through at a time. The others wait for what becomes of it.</summary>
    [Theory]
    [InlineData("answered")]
    [InlineData("cancelled")]
    public async Task ProbeThatIsSettled_WakesWhoWaits(string outcome)
    {
        using CapacityAwareChatClient client = Client(new ModelRoute("a", _model) { Limits = new() { RequestsPerMinute = 6_000 } });
        Task<ChatResponse> refused = client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { RetryWhenAlone = false }));
        _model.Fail(TestClient.Http(429));
        await Assert.ThrowsAsync<HttpRequestException>(() => refused);
        using CancellationTokenSource caller = new();
        Task<ChatResponse> probe = client.AskAsync(streaming: false, token: caller.Token);
        Task<ChatResponse>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => client.AskAsync(streaming: false))];
        AdvanceUntil(begun: 2);

        if (outcome == "answered")
            _model.End();
        else
            Bare.Run(caller.Cancel);

        // A probe that was cancelled has found nothing out: one other may go.
        Assert.Equal(outcome == "answered" ? 5 : 3, _model.Begun);
        Assert.True(await probe.IsDoneAsync(), "It hangs.");
        for (int i = 0; i < 5; i++)
            _model.EndAll();
        await Task.WhenAll(waiting).DoneAsync();
    }

    /// <summary>A spent quota is closed for ten minutes, and a circuit for its break. One call finds out that it is well again.</summary>
    [Theory]
    [InlineData(FailureKind.QuotaExhausted)]
    [InlineData(FailureKind.Authentication)]
    [InlineData(FailureKind.ServerError)]
    public async Task ClosureThatASuccessEnds_WakesWhoWaits(FailureKind kind)
    {
        CapacityRoutingOptions options = Classify.As(kind);
        options.CircuitBreaker = new() { MinimumThroughput = 2, BreakDuration = TimeSpan.FromMinutes(1), MaxBreakDuration = TimeSpan.FromMinutes(2) };
        using CapacityAwareChatClient client = Client(options, new ModelRoute("a", _model) { Limits = new() { RequestsPerMinute = 6_000 } });
        for (int i = 0; i < 2; i++)
        {
            Task<ChatResponse> refused = client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero }));
            if (!refused.IsCompleted)
                _model.Fail(new InvalidOperationException("refused"));

            // The client's, or the router's where the first has closed the route.
            await Assert.ThrowsAnyAsync<Exception>(() => refused);
        }

        int before = _model.Begun;
        Task<ChatResponse>[] waiting = [.. Enumerable.Range(0, 3).Select(_ => client.AskAsync(streaming: false))];
        AdvanceUntil(before + 1);

        _model.End();

        // After an outage two go at once beside the one that found out.
        Assert.Equal(before + 3, _model.Begun);
        _model.EndAll();
        await Task.WhenAll(waiting).DoneAsync();
    }

    /// <summary>As <see cref="ClosureThatASuccessEnds_WakesWhoWaits"/>, for a waiter at another router over the same account.</summary>
    [Fact]
    public async Task ClosureOfASharedQuotaThatASuccessEnds_WakesWhoWaitsInTheOtherRouter()
    {
        CapacityQuota quota = new("account", new() { RequestsPerMinute = 6_000 });
        CapacityRoutingOptions options = Classify.As(FailureKind.QuotaExhausted);
        using CapacityAwareChatClient here = Client(options, new ModelRoute("a", _model) { Quota = quota });
        using CapacityAwareChatClient there = Client(options, new ModelRoute("a", _model) { Quota = quota });
        Task<ChatResponse> refused = here.AskAsync(streaming: false);
        _model.Fail(new InvalidOperationException("refused"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => refused);
        Task<ChatResponse>[] waiting = [here.AskAsync(streaming: false), there.AskAsync(streaming: false), there.AskAsync(streaming: false)];
        AdvanceUntil(begun: 2);

        _model.End();

        Assert.Equal(4, _model.Begun);
        _model.EndAll();
        await Task.WhenAll(waiting).DoneAsync();
    }

    private void AdvanceUntil(int begun)
    {
        for (int i = 0; i < 200_000 && _model.Begun < begun; i++)
            _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(begun, _model.Begun);
    }

    private CapacityAwareChatClient Client(params ModelRoute[] routes) => Client(new CapacityRoutingOptions(), routes);

    private CapacityAwareChatClient Client(CapacityRoutingOptions options, params ModelRoute[] routes)
    {
        options.Timeouts = Make.Untimed().Timeouts;
        options.MaxWait = TimeSpan.FromHours(1);
        return new(routes, options, _time);
    }
}
