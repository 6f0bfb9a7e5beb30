using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: a report tells an expected wait from a computed one.</summary>
public sealed class EstimatedWaitTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Refusal_ForASlotThatIsExpectedTooLate_MarksTheWaitAsAnEstimate()
    {
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromHours(1);
        using CapacityAwareChatClient client = new([new("a", new TimedModel(_time, TimeSpan.FromSeconds(10))) { Limits = new() { MaxConcurrentRequests = 1 } }], options, _time);
        for (int i = 0; i < 30; i++)
            await _time.RunAsync(client.AskAsync(streaming: false));
        Task<ChatResponse>[] ahead = [.. Enumerable.Range(0, 6).Select(_ => client.AskAsync(streaming: false))];

        Task<ChatResponse> last = client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.FromSeconds(20) }));

        Assert.True(last.IsCompleted);
        RouteExclusion excluded = Assert.Single((await Assert.ThrowsAsync<NoRouteAvailableException>(() => last)).Excluded);
        Assert.True(excluded.IsEstimate);
        Assert.Equal(ExclusionReason.ConcurrencyLimit, excluded.Reason);
        Assert.InRange(excluded.AvailableIn!.Value.TotalSeconds, 5, 90);
        await _time.RunAsync(Task.WhenAll(ahead));
    }

    [Fact]
    public async Task Refusal_ForABucketThatIsRefilledTooLate_DoesNot()
    {
        using CapacityAwareChatClient client = new([new("a", new TestClient()) { Limits = new() { RequestsPerMinute = 2, Burst = TimeSpan.FromSeconds(30) } }], null, _time);
        await client.AskAsync(streaming: false);

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false));

        RouteExclusion excluded = Assert.Single(refused.Excluded);
        Assert.False(excluded.IsEstimate);
        Assert.Equal(30, excluded.AvailableIn!.Value.TotalSeconds);
    }
}
