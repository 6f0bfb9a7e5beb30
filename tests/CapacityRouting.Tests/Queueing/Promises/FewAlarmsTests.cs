using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: a shared quota without limits of its own never delays a waiter for long, and its waiters do not poll.</summary>
public sealed class FewAlarmsTests
{
    private const int Calls = 500;

    private readonly CountedTime _time = new();

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 2, false)]
    [InlineData(2, 1, false)]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, true)]
    [InlineData(2, 1, true)]
    public async Task SharedQuota_WithoutLimits_LetsAllRunAfterSecondsOnAFewAlarms(int routers, int routes, bool haveOwnLimits)
    {
        HeldModel model = new();
        CapacityQuota quota = new("shared", new());
        CapacityRoutingOptions options = Make.Untimed();
        CapacityLimits? own = haveOwnLimits ? new() { RequestsPerMinute = 60_000, MaxConcurrentRequests = 1_000 } : null;
        ModelRoute[] shared = [.. Enumerable.Range(0, routes).Select(i => new ModelRoute($"{i}", model) { Quota = quota, Limits = own })];
        CapacityAwareChatClient[] clients = [.. Enumerable.Range(0, routers).Select(_ => new CapacityAwareChatClient(shared, options, _time))];
        List<Task<ChatResponse>> calls = [.. Enumerable.Range(0, Calls).Select(i => clients[i % routers].AskAsync(streaming: false))];

        for (int i = 0; i < 500; i++)
            _time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal(Calls, model.Begun);
        Assert.InRange(_time.Fired, 0, 20 * routers);
        model.EndAll();
        await Task.WhenAll(calls).DoneAsync();
        Assert.All(clients, client => Assert.All(client.Monitor().GetSnapshot().Routes, route => Assert.Equal(0, route.InFlight)));
        Array.ForEach(clients, client => client.Dispose());
    }

    /// <summary>A waiter for a token bucket is woken when it starts, and for no other reason.</summary>
    [Fact]
    public async Task SharedQuota_WithALimit_LetsEachStartOnAnAlarmOfItsOwn()
    {
        const int Line = 100;
        CapacityQuota quota = new("shared", new() { RequestsPerMinute = 600, Burst = TimeSpan.FromSeconds(0.1) });
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.SafetyReserve) = (TimeSpan.FromHours(1), 0);
        using CapacityAwareChatClient here = new([new("a", TestClient.Saying("a")) { Quota = quota }], options, _time);
        using CapacityAwareChatClient there = new([new("a", TestClient.Saying("a")) { Quota = quota }], options, _time);
        List<Task<ChatResponse>> calls = [.. Enumerable.Range(0, Line).Select(i => (i % 2 == 0 ? here : there).AskAsync(streaming: false))];

        for (int i = 0; i < 110; i++)
            _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.All(calls, call => Assert.True(call.IsCompletedSuccessfully));
        Assert.InRange(_time.Fired, 1, 3 * Line);
        await Task.WhenAll(calls);
    }
}
