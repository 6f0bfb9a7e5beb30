using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A route that has become several times slower than it usually is, beside one that is well. All with default settings.</summary>
public sealed class SlowRouteTests : IDisposable
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan Other = TimeSpan.FromSeconds(0.5);

    private readonly ManualTime _time = new();
    private readonly CapturingLoggerFactory _log = new();
    private readonly List<PacedCall> _calls = [];
    private PacedModel? _first;
    private PacedModel? _second;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BrownOut_OfThePreferredRoute_CostsFewCallersTheWait(bool streaming)
    {
        using CapacityAwareChatClient client = Router(at => at >= 40 && at < 80 ? TimeSpan.FromSeconds(8) : Usual);
        await SendAsync(client, streaming, perSecond: 4, seconds: 40);
        int before = _calls.Count;

        await SendAsync(client, streaming, perSecond: 4, seconds: 40);
        List<PacedCall> during = _calls[before..];
        await SendAsync(client, streaming, perSecond: 4, seconds: 30);
        await FinishAsync();

        Assert.All(_calls, call => Assert.NotNull(call.Served));
        Assert.Equal(160, during.Count);
        Assert.InRange(during.Count(call => call.Seconds >= 8), 0, 12);
        Assert.InRange(during.Count(call => call.Seconds > 2), 1, 16);
        Assert.All(_calls.Where(call => call.At >= 90), call => Assert.Equal("a", call.Served));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hang_OfThePreferredRoute_CostsCallersSeconds(bool streaming)
    {
        using CapacityAwareChatClient client = Router(at => at >= 40 && at < 60 ? TimeSpan.FromSeconds(60 - at + 0.3) : Usual);
        await SendAsync(client, streaming, perSecond: 2, seconds: 40);
        await SendAsync(client, streaming, perSecond: 2, seconds: 20);
        List<PacedCall> during = _calls[^40..];
        await SendAsync(client, streaming, perSecond: 2, seconds: 30);
        await FinishAsync();

        Assert.All(_calls, call => Assert.NotNull(call.Served));
        Assert.All(_calls, call => Assert.InRange(call.Seconds, 0, 10));
        Assert.InRange(during.Count(call => call.Seconds > 2), 1, 8);
        Assert.All(_calls.Where(call => call.At >= 70), call => Assert.Equal("a", call.Served));
    }

    [Fact]
    public async Task Hang_NewCalls_MoveAwayWithinTwoSeconds()
    {
        using CapacityAwareChatClient client = Router(at => at >= 40 ? TimeSpan.FromSeconds(1_000) : Usual);
        await SendAsync(client, streaming: true, perSecond: 4, seconds: 42);
        Assert.Equal("a", client.Monitor().Explain(Ask.Question).Excluded.Single(each => each.Reason == ExclusionReason.Slow).Route);
        Assert.NotNull(client.Route("a").SlowFor);
        await SendAsync(client, streaming: true, perSecond: 4, seconds: 4);
        await FinishAsync();

        // The first that hangs is late after a second, the second one a quarter of a second after it.
        Assert.All(_calls.Where(call => call.At is > 41.3 and < 45), call => Assert.InRange(call.Seconds, 0, 1));
    }

    /// <summary>A slow route is still a route: where the other one has no room, no call is lost for slowness.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SlowRoute_WhereTheOtherHasNoRoom_IsStillUsed(bool streaming)
    {
        using CapacityAwareChatClient client = Router(at => at >= 40 ? TimeSpan.FromSeconds(8) : Usual, limits: new() { MaxConcurrentRequests = 1 });
        await SendAsync(client, streaming, perSecond: 4, seconds: 80);
        await FinishAsync();

        // One at a time at 0.5 s: the other route takes two a second.
        Assert.All(_calls, call => Assert.NotNull(call.Served));
        Assert.InRange(_calls.Count(call => call.At >= 45 && call.Served == "a"), 40, 100);
        Assert.InRange(_calls.Count(call => call.At >= 45 && call.Served == "b"), 40, 100);
    }

    /// <summary>Both grow slow at once, as with a network that does: the user's order stays.</summary>
    [Fact]
    public async Task BrownOut_OfBothRoutes_LeavesTheOrder()
    {
        using CapacityAwareChatClient client = Router(
            at => at >= 40 && at < 80 ? TimeSpan.FromSeconds(4) : Usual, other: at => at >= 40 && at < 80 ? TimeSpan.FromSeconds(4) : Other);
        await SendAsync(client, streaming: true, perSecond: 4, seconds: 120);
        await FinishAsync();

        Assert.All(_calls, call => Assert.NotNull(call.Served));
        Assert.All(_calls.Where(call => call.At is > 60 and < 80), call => Assert.InRange(call.Seconds, 0, 4));
        Assert.All(_calls.Where(call => call.At >= 90), call => Assert.Equal("a", call.Served));
    }

    /// <summary>What is said of a router in a brown-out, and what becomes of each call.</summary>
    [Fact]
    public async Task Explain_AtEveryCallOfABrownOut_NamesTheRouteThatIsTried()
    {
        using CapacityAwareChatClient client = Router(at => at >= 40 && at < 60 ? TimeSpan.FromSeconds(8) : Usual);
        await SendAsync(client, streaming: false, perSecond: 4, seconds: 40);
        int trials = 0;
        for (int i = 0; i < 160; i++)
        {
            RoutingExplanation said = client.Monitor().Explain(Ask.Question);
            (int a, int b) = (_first!.Calls, _second!.Calls);
            Bare.Run(() => _calls.Add(PacedCall.Send(client, streaming: false, _time)));

            Assert.Equal((said.Route == "a" ? 1 : 0, said.Route == "b" ? 1 : 0), (_first.Calls - a, _second.Calls - b));
            Assert.Equal(said.Route == "b", said.Excluded.Contains(new RouteExclusion("a", ExclusionReason.Slow, null)));
            trials += said.Route == "a" && client.Route("a").SlowFor is not null ? 1 : 0;
            _time.Advance(TimeSpan.FromSeconds(0.25));
        }

        await FinishAsync();
        Assert.InRange(trials, 4, 20);
        Assert.Contains(_calls.Select(call => call.Report), report => report!.Excluded.Contains(new RouteExclusion("a", ExclusionReason.Slow, null)));
        Assert.Single(_log.Messages, message => message.Contains("several times slower", StringComparison.Ordinal));
        Assert.Single(_log.Messages, message => message.Contains("has its preference back", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _first?.Dispose();
        _second?.Dispose();
        _log.Dispose();
    }

    private CapacityAwareChatClient Router(Func<double, TimeSpan> first, Func<double, TimeSpan>? other = null, CapacityLimits? limits = null)
    {
        long began = _time.GetTimestamp();
        double Passed() => TimeSpan.FromTicks(_time.GetTimestamp() - began).TotalSeconds;
        _first = new(_time, "a", _ => first(Passed()));
        _second = new(_time, "b", _ => other?.Invoke(Passed()) ?? Other);
        return new([new("a", _first), new("b", _second) { Limits = limits }], new() { RandomSeed = 1 }, _time, _log);
    }

    private Task SendAsync(CapacityAwareChatClient client, bool streaming, int perSecond, double seconds)
    {
        for (int i = 0; i < perSecond * seconds; i++)
        {
            Bare.Run(() => _calls.Add(PacedCall.Send(client, streaming, _time)));
            _time.Advance(TimeSpan.FromSeconds(1.0 / perSecond));
        }

        return Task.CompletedTask;
    }

    private async Task FinishAsync()
    {
        _time.Advance(TimeSpan.FromMinutes(10));
        await Task.WhenAll(_calls.Select(call => call.Done));
    }
}
