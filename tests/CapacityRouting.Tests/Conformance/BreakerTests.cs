using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Conformance;

public sealed class BreakerTests
{
    private static readonly ChatOptions AtOnce = new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero });

    private readonly ManualTime _time = new();
    private readonly CapacityRoutingOptions _options = new()
    {
        CircuitBreaker = new() { MinimumThroughput = 2, BreakDuration = TimeSpan.FromSeconds(5), MaxBreakDuration = TimeSpan.FromSeconds(10) },
    };

    private bool _isWell;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Circuit_EnoughFailures_OpensAndPassesTheRouteOver(bool streaming)
    {
        TestClient model = Model();
        using CapacityAwareChatClient client = Make.Router(_time, _options, model, new TestClient());

        await client.AskAsync(streaming);
        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
        await client.AskAsync(streaming);
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        Assert.Equal(2, model.Calls);
        Assert.Equal(new RouteExclusion("a", ExclusionReason.CircuitOpen, TimeSpan.FromSeconds(5)), Assert.Single(report.Excluded));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Circuit_AfterItsBreak_LetsOneProbeThroughAndClosesOnItsSuccess(bool streaming)
    {
        using CapacityAwareChatClient client = await OpenedAsync(streaming, Model(), new TestClient());
        _isWell = true;
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("a", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
        Assert.Equal("a", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Circuit_WhileItsProbeIsUnderWay_LetsNobodyElseThrough(bool streaming)
    {
        TaskCompletionSource<ChatResponse> probe = new();
        TestClient model = new() { OnResponse = (_, _, _) => _isWell ? probe.Task : throw TestClient.Http(500) };
        using CapacityAwareChatClient client = await OpenedAsync(streaming, model, TestClient.Saying("b"));
        _isWell = true;
        _time.Advance(TimeSpan.FromSeconds(5));

        Task<ChatResponse> probing = client.AskAsync(streaming);
        Assert.Equal("b", (await client.AskAsync(streaming)).Text);
        probe.SetResult(TestClient.Says("a"));

        Assert.Equal("a", (await probing).Text);
        Assert.Equal(3, model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Circuit_ProbesThatFail_KeepItOpenForTheLongestBreakAtMost(bool streaming)
    {
        TestClient model = Model();
        using CapacityAwareChatClient client = await OpenedAsync(streaming, model, new TestClient());

        TimeSpan wait = TimeSpan.FromSeconds(5);
        for (int probe = 0; probe < 9; probe++)
        {
            _time.Advance(wait);
            RoutingReport probed = (await client.AskAsync(streaming)).GetRoutingReport()!;
            Assert.Equal("a", probed.Attempts[0].Route);
            RoutingReport next = (await client.AskAsync(streaming)).GetRoutingReport()!;
            Assert.Equal(new RouteExclusion("a", ExclusionReason.CircuitOpen, TimeSpan.FromSeconds(10)), Assert.Single(next.Excluded));
            wait = TimeSpan.FromSeconds(10);
        }

        Assert.Equal(11, model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Circuit_ProbeThatItsCallerCancels_LeavesTheNextOneToTheNextCall(bool streaming)
    {
        using CancellationTokenSource caller = new();
        CapacityAwareChatClient? client = null;
        TestClient model = new()
        {
            OnResponse = (_, _, _) =>
            {
                if (_isWell)
                    return Task.FromResult(TestClient.Says("ok"));
                if (client?.Route("a").Circuit == CircuitState.Open)
                    caller.Cancel();
                throw TestClient.Http(500);
            },
        };
        client = await OpenedAsync(streaming, model, new TestClient());
        _time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: caller.Token));
        _isWell = true;

        Assert.Equal("a", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Circuit_RateLimits_NeverOpenIt(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, _options, TestClient.Failing(429, "1"));

        for (int i = 0; i < 20; i++)
        {
            // The provider's, or the router's where the refusals have taught a limit.
            await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming, AtOnce));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Isolate_Route_IsPassedOverUntilRestored(bool streaming)
    {
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, _options, first, new TestClient());
        IRouteControl control = client.GetService<IRouteControl>()!;

        await control.IsolateAsync("a");
        _time.Advance(TimeSpan.FromDays(30));
        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;
        Assert.Equal((CircuitState.Isolated, 0), (client.Route("a").Circuit, first.Calls));
        Assert.Equal(new RouteExclusion("a", ExclusionReason.Isolated, null), Assert.Single(report.Excluded));

        await control.RestoreAsync("a");
        Assert.Equal("a", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Isolate_CallsUnderWay_AreNotDisturbed(bool streaming)
    {
        TaskCompletionSource<ChatResponse> answer = new();
        using CapacityAwareChatClient client = Make.Router(_time, _options, new TestClient { OnResponse = (_, _, _) => answer.Task });

        Task<ChatResponse> underWay = client.AskAsync(streaming);
        await client.GetService<IRouteControl>()!.IsolateAsync("a");
        answer.SetResult(TestClient.Says("ok"));

        Assert.Equal("ok", (await underWay).Text);
        Assert.Equal(CircuitState.Isolated, client.Route("a").Circuit);
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, AtOnce));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Restore_OpenCircuit_ClosesIt(bool streaming)
    {
        using CapacityAwareChatClient client = await OpenedAsync(streaming, Model(), new TestClient());
        _isWell = true;

        await client.GetService<IRouteControl>()!.RestoreAsync("a");

        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
        Assert.Equal("a", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
    }

    [Fact]
    public async Task Isolate_UnknownRoute_IsRefusedWithTheKnownOnes()
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient(), new TestClient());
        IRouteControl control = client.GetService<IRouteControl>()!;

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>("route", () => control.IsolateAsync("nobody"));
        await Assert.ThrowsAsync<ArgumentException>("route", () => control.RestoreAsync("nobody"));

        Assert.Contains("'nobody'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("a, b", refused.Message, StringComparison.Ordinal);
    }

    private TestClient Model() => new() { OnResponse = (_, _, _) => _isWell ? Task.FromResult(TestClient.Says("ok")) : throw TestClient.Http(500) };

    private async Task<CapacityAwareChatClient> OpenedAsync(bool streaming, params IChatClient[] clients)
    {
        CapacityAwareChatClient client = Make.Router(_time, _options, clients);
        await client.AskAsync(streaming);
        await client.AskAsync(streaming);
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        return client;
    }
}
