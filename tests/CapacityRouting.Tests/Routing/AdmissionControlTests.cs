using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Routing;

/// <summary>The choice of a route where no request waits, and the reserves for each priority. Each route holds ten requests, and gets one a second.</summary>
public sealed class AdmissionControlTests
{
    private static readonly CapacityLimits Ten = new() { RequestsPerMinute = 60, Burst = TimeSpan.FromSeconds(10) };

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PreferredReserve_OnceAllAreBelowIt_SpreadsWhatIsLeft(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new() { PreferredReserve = 0.5, SafetyReserve = 0 }, "a", "b");

        // Down to 5 the first, then down to 5 the second, then the one with more left; the first of those that have the same.
        Assert.Equal("aaaaabbbbbababababab", await ServedByAsync(client, streaming, 20));
    }

    [Fact]
    public async Task PreferredReserve_Zero_UsesThePreferredToTheLast()
    {
        using CapacityAwareChatClient client = Client(new() { PreferredReserve = 0, SafetyReserve = 0 }, "a", "b");

        Assert.Equal("aaaaaaaaaabbb", await ServedByAsync(client, streaming: false, 13));
    }

    [Fact]
    public async Task PreferredReserve_OnlyOneRoute_IsUsedToTheLast()
    {
        using CapacityAwareChatClient client = Client(new() { PreferredReserve = 0.5, SafetyReserve = 0 }, "a");

        Assert.Equal("aaaaaaaaaa", await ServedByAsync(client, streaming: false, 10));
    }

    [Fact]
    public async Task Explain_PreferredIsBelowItsReserve_SaysReservedAndUntilWhen()
    {
        using CapacityAwareChatClient client = Client(new() { PreferredReserve = 0.5, SafetyReserve = 0 }, "a", "b");
        await ServedByAsync(client, streaming: false, 5);

        RoutingExplanation explanation = client.Monitor().Explain(Ask.Question);
        RoutingReport report = (await client.AskAsync(streaming: false)).GetRoutingReport()!;

        // 5 are left; one can be had above 5 when there are 6.
        RouteExclusion[] reserved = [new("a", ExclusionReason.Reserved, TimeSpan.FromSeconds(1))];
        Assert.Equal(("b", TimeSpan.Zero), (explanation.Route, explanation.Wait));
        Assert.Equal(reserved, explanation.Excluded);
        Assert.Equal("b", report.ServedBy);
        Assert.Equal(reserved, report.Excluded);
    }

    [Fact]
    public async Task Explain_AllAreBelowTheirReserves_NamesTheFullest()
    {
        using CapacityAwareChatClient client = Client(new() { PreferredReserve = 0.5, SafetyReserve = 0 }, "a", "b");
        await ServedByAsync(client, streaming: false, 11);

        Assert.Equal("b", client.Monitor().Explain(Ask.Question).Route);
        Assert.Equal("b", await ServedByAsync(client, streaming: false, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SafetyReserve_WhatIsKeptBack_OnlyCriticalRequestsTake(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new() { SafetyReserve = 0.2 }, "a");
        Assert.Equal("aaaaaaaa", await ServedByAsync(client, streaming, 8));

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Of(RequestPriority.Normal)));
        Assert.Equal(1, refused.RetryAfter!.Value.TotalSeconds);
        Assert.Equal([new RouteExclusion("a", ExclusionReason.Saturated, TimeSpan.FromSeconds(1))], refused.Excluded);
        Assert.Equal("aa", await ServedByAsync(client, streaming, 2, RequestPriority.Critical));
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Of(RequestPriority.Critical)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BackgroundReserve_WhatIsKeptBack_NormalRequestsTake(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new() { BackgroundReserve = 0.7, SafetyReserve = 0 }, "a");
        Assert.Equal("aaa", await ServedByAsync(client, streaming, 3, RequestPriority.Background));

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Of(RequestPriority.Background)));
        Assert.Equal(1, refused.RetryAfter!.Value.TotalSeconds);
        Assert.Equal("aaaaaaa", await ServedByAsync(client, streaming, 7));
    }

    [Fact]
    public async Task SafetyReserve_LessThanAUnit_KeepsNothingBack()
    {
        // A fiftieth of ten is no whole request.
        using CapacityAwareChatClient client = Client(new() { SafetyReserve = 0.02 }, "a");

        Assert.Equal("aaaaaaaaaa", await ServedByAsync(client, streaming: false, 10));
    }

    private static ChatOptions Of(RequestPriority priority) => new ChatOptions().WithRouting(new() { Priority = priority, MaxWait = TimeSpan.Zero });

    private static async Task<string> ServedByAsync(CapacityAwareChatClient client, bool streaming, int calls, RequestPriority priority = RequestPriority.Normal)
    {
        string served = string.Empty;
        for (int i = 0; i < calls; i++)
            served += (await client.AskAsync(streaming, Of(priority))).GetRoutingReport()!.ServedBy;
        return served;
    }

    private CapacityAwareChatClient Client(CapacityRoutingOptions options, params string[] routes) =>
        new(routes.Select(name => new ModelRoute(name, TestClient.Saying(name)) { Limits = Ten }), options, _time);
}
