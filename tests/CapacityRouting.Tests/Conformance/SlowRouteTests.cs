using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A route that has become several times slower than it usually is, beside one that is well. All with default settings.</summary>
public sealed class SlowRouteTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan Other = TimeSpan.FromSeconds(0.5);

    private readonly ManualTime _time = new();
    private readonly CapturingLoggerFactory _log = new();
    private readonly List<PacedCall> _calls = [];

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

    private CapacityAwareChatClient Router(Func<double, TimeSpan> first)
    {
        long began = _time.GetTimestamp();
        PacedModel a = new(_time, "a", _ => first(TimeSpan.FromTicks(_time.GetTimestamp() - began).TotalSeconds));
        PacedModel b = new(_time, "b", _ => Other);
        return new(Make.Routes(a, b), new() { RandomSeed = 1 }, _time, _log);
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
