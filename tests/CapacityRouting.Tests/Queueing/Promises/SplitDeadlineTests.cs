using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>
/// Promise: an attempt leaves half of the deadline for other routes only where another one can take the request in time. The deadline is ten seconds, and the
/// first route answers after eight.
/// </summary>
public sealed class SplitDeadlineTests
{
    private static readonly CapacityLimits OneSlot = new() { MaxConcurrentRequests = 1 };

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attempt_WhileTheOtherRouteIsFree_HasHalfOfTheDeadline(bool streaming)
    {
        using CapacityAwareChatClient client = Client(TestClient.Saying("b"));

        RoutingReport report = (await _time.RunAsync(client.AskAsync(streaming, WithDeadline()))).GetRoutingReport()!;

        Assert.Equal("b", report.ServedBy);
        Assert.Equal(5, report.Attempts[0].Duration.TotalSeconds, 0.2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Attempt_WhileTheOtherRoutesSlotIsHeldForLonger_HasTheWholeDeadline(bool streaming)
    {
        using CapacityAwareChatClient client = await FullAsync(TimeSpan.FromMinutes(1), heldFor: TimeSpan.FromSeconds(5));

        await AssertServedByAAsync(client, streaming);
    }

    /// <summary>The slot is expected to be free in two seconds.</summary>
    [Fact]
    public async Task Attempt_WhileTheOtherRoutesSlotIsHeldForLess_HasHalfOfTheDeadline()
    {
        using CapacityAwareChatClient client = await FullAsync(TimeSpan.FromSeconds(3), heldFor: TimeSpan.FromSeconds(1));

        RoutingReport report = (await _time.RunAsync(client.AskAsync(streaming: false, WithDeadline()))).GetRoutingReport()!;

        Assert.Equal("b", report.ServedBy);
        Assert.Equal(5, report.Attempts[0].Duration.TotalSeconds, 0.2);
    }

    [Theory]
    [InlineData("isolated")]
    [InlineData("closed")]
    [InlineData("without units")]
    public async Task Attempt_WhileTheOtherRouteIsShut_HasTheWholeDeadline(string why)
    {
        TestClient other = why == "closed" ? TestClient.Failing(401) : TestClient.Saying("b");
        using CapacityAwareChatClient client = Client(other, new() { RequestsPerDay = 1 });
        if (why == "isolated")
            await client.GetService<IRouteControl>()!.IsolateAsync("b");
        else
            await Record.ExceptionAsync(() => client.AskAsync(streaming: false, OnlyB()));

        await AssertServedByAAsync(client, streaming: false);
    }

    private static ChatOptions WithDeadline() => new ChatOptions().WithRouting(new() { Deadline = TimeSpan.FromSeconds(10) });

    private static ChatOptions OnlyB() => new ChatOptions().WithRouting(new() { Tags = ["b"] });

    private async Task AssertServedByAAsync(CapacityAwareChatClient client, bool streaming)
    {
        RoutingReport report = (await _time.RunAsync(client.AskAsync(streaming, WithDeadline()))).GetRoutingReport()!;

        Assert.Equal("a", report.ServedBy);
        Assert.Equal(8, Assert.Single(report.Attempts).Duration.TotalSeconds, 0.2);
    }

    /// <summary>The other route has shown how long its calls take, and one of them holds its only slot.</summary>
    private async Task<CapacityAwareChatClient> FullAsync(TimeSpan takes, TimeSpan heldFor)
    {
        CapacityAwareChatClient client = Client(new TimedModel(_time, takes), OneSlot);
        for (int i = 0; i < 30; i++)
            await _time.RunAsync(client.AskAsync(streaming: false, OnlyB()));
        Bare.Run(() => _ = client.AskAsync(streaming: false, OnlyB()));
        Assert.Equal(1, client.Route("b").InFlight);
        _time.Advance(heldFor);
        return client;
    }

    private CapacityAwareChatClient Client(IChatClient other, CapacityLimits? limits = null)
    {
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromHours(1);
        ModelRoute first = new("a", new TimedModel(_time, TimeSpan.FromSeconds(8))) { Limits = new() { MaxConcurrentRequests = 10 } };
        return new([first, new("b", other) { Limits = limits ?? OneSlot, Tags = ["b"] }], options, _time);
    }
}
