using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: a lone client of which nothing is configured gets all calls at once, as without a router. Slow start spreads calls, and delays none.</summary>
public sealed class UnconfiguredRouteTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly HeldModel _first = new();
    private readonly HeldModel _second = new();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, null)]
    [InlineData(true, null)]
    public async Task FiftyCalls_ToTheOnlyRoute_RunAtOnce(bool streaming, int? maxWait)
    {
        using CapacityAwareChatClient client = new([new("a", _first)], Options(maxWait), _time);

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 50).Select(_ => client.AskAsync(streaming))];

        Assert.Equal(50, _first.Begun);
        _first.EndAll();
        ChatResponse[] answers = await Task.WhenAll(calls).DoneAsync();
        Assert.All(answers, answer => Assert.Equal(TimeSpan.Zero, answer.GetRoutingReport()!.Waited));
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwentyCalls_ToTwoRoutes_RunAtOnceTheFirstTenOnTheFirstRoute(bool streaming)
    {
        using CapacityAwareChatClient client = new([new("a", _first), new("b", _second)], Options(maxWait: null), _time);

        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 20).Select(_ => client.AskAsync(streaming))];

        Assert.Equal((10, 10), (_first.Begun, _second.Begun));
        _first.EndAll();
        _second.EndAll();
        ChatResponse[] answers = await Task.WhenAll(calls).DoneAsync();
        Assert.All(answers[..10], answer => Assert.Equal("a", answer.GetRoutingReport()!.ServedBy));
        Assert.All(answers[10..], answer => Assert.Equal("b", answer.GetRoutingReport()!.ServedBy));
    }

    [Fact]
    public async Task CallThatSlowStartSendsToTheSecondRoute_IsNotToldOfALimitOfCallsUnderWay()
    {
        using CapacityAwareChatClient client = new([new("a", _first), new("b", _second)], Options(maxWait: null), _time);
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 20).Select(_ => client.AskAsync(streaming: false))];

        _first.EndAll();
        _second.EndAll();

        ChatResponse[] answers = await Task.WhenAll(calls).DoneAsync();
        RoutingReport[] moved = [.. answers.Select(answer => answer.GetRoutingReport()!).Where(report => report.ServedBy == "b")];
        Assert.NotEmpty(moved);
        Assert.All(moved, report => Assert.NotEqual(ExclusionReason.ConcurrencyLimit, Assert.Single(report.Excluded).Reason));
    }

    private static CapacityRoutingOptions Options(int? maxWait)
    {
        CapacityRoutingOptions options = Make.Untimed();
        if (maxWait is { } seconds)
            options.MaxWait = TimeSpan.FromSeconds(seconds);
        return options;
    }
}
