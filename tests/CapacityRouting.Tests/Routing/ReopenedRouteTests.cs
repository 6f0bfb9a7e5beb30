using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Routing;

/// <summary>Opening a route notifies its waiters, once it is open: they start at that moment and not at the next planned time.</summary>
public sealed class ReopenedRouteTests
{
    private static readonly CapacityRoutingOptions Patient = new() { MaxWait = TimeSpan.FromHours(1), CircuitBreaker = new() { MinimumThroughput = 2, BreakDuration = TimeSpan.FromSeconds(30) } };

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiter_BehindAProbeWhoseCallerCancels_IsTheNextProbeAtOnce(bool streaming)
    {
        Model model = new();
        using CancellationTokenSource caller = new();
        using CapacityAwareChatClient client = new([new("a", model.Client)], Patient, _time);
        await FailAsync(client, model, 401);
        _time.Advance(TimeSpan.FromMinutes(10));
        Task<ChatResponse> probe = client.AskAsync(streaming, token: caller.Token);
        Task<ChatResponse> waiter = client.AskAsync(streaming);
        Assert.Equal(2, model.Calls.Count);

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);

        Assert.Equal(3, model.Calls.Count);
        model.Calls[^1].SetResult(TestClient.Says("ok"));
        Assert.Equal("ok", (await waiter.DoneAsync()).Text);
    }

    /// <summary>One pass starts two waiters. The first one cancels the second, which was to be the probe of an account that another client waits for.</summary>
    [Fact]
    public async Task Waiter_BehindAProbeThatIsGivenBackUnsent_IsTheNextProbeAtOnce()
    {
        CapacityQuota account = new("account", new());
        using CancellationTokenSource caller = new();
        Model first = new();
        Model second = new();
        Model third = new();
        using CapacityAwareChatClient client = new([new("a", first.Client) { Tags = ["a"] }, new("b", second.Client) { Tags = ["b"], Quota = account }], Patient, _time);
        using CapacityAwareChatClient neighbour = new([new("c", third.Client) { Quota = account }], Patient, _time);
        await FailAsync(client, first, 402, "a");
        await FailAsync(client, second, 402, "b");
        Task<ChatResponse> canceller = client.AskAsync(streaming: false, For("a"));
        Task<ChatResponse> cancelled = client.AskAsync(streaming: false, For("b"), token: caller.Token);
        Task<ChatResponse> waiter = neighbour.AskAsync(streaming: false);
        first.OnCall = caller.Cancel;

        _time.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        Assert.Single(second.Calls);
        Assert.Single(third.Calls).SetResult(TestClient.Says("ok"));
        Assert.Equal("ok", (await waiter.DoneAsync()).Text);
        first.Calls[^1].SetResult(TestClient.Says("ok"));
        await canceller.DoneAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiter_ForARouteThatIsRestored_GoesAtOnce(bool streaming)
    {
        Model model = new();
        using CapacityAwareChatClient client = new([new("a", model.Client)], Patient, _time);
        await FailAsync(client, model, 500);
        await FailAsync(client, model, 500);
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        Task<ChatResponse> waiter = client.AskAsync(streaming);
        Assert.Equal(2, model.Calls.Count);

        await client.GetService<IRouteControl>()!.RestoreAsync("a");

        Assert.Equal(3, model.Calls.Count);
        model.Calls[^1].SetResult(TestClient.Says("ok"));
        Assert.Equal(TimeSpan.Zero, (await waiter.DoneAsync()).GetRoutingReport()!.Waited);
    }

    private static ChatOptions For(string tag) => new ChatOptions().WithRouting(new() { Tags = [tag] });

    private static async Task FailAsync(CapacityAwareChatClient client, Model model, int status, params string[] tags)
    {
        Task<ChatResponse> call = client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero, Tags = tags }));
        model.Calls[^1].SetException(TestClient.Http(status));
        await Assert.ThrowsAnyAsync<Exception>(() => call);
    }

    /// <summary>A model whose calls end when the test says so, or when they are cancelled.</summary>
    private sealed class Model
    {
        public Model() => Client = new() { OnResponse = (_, _, token) => Begin(token) };

        public TestClient Client { get; }

        public List<TaskCompletionSource<ChatResponse>> Calls { get; } = [];

        public Action OnCall { get; set; } = static () => { };

        private Task<ChatResponse> Begin(CancellationToken token)
        {
            TaskCompletionSource<ChatResponse> call = new();
            token.Register(() => call.TrySetCanceled(token));
            Calls.Add(call);
            OnCall();
            return call.Task;
        }
    }
}
