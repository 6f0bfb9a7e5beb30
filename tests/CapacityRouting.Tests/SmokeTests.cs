using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

public sealed class SmokeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failing_first_goes_to_second(bool streaming)
    {
        using CapacityAwareChatClient client = new([new("a", TestClient.Failing(429, "30")), new("b", TestClient.Saying("hello"))], timeProvider: new ManualTime());
        ChatResponse r = await client.AskAsync(streaming);
        Assert.Equal("hello", r.Text);
        Assert.Equal("b", r.GetRoutingReport()!.ServedBy);
        Assert.Equal(FailureKind.RateLimited, r.GetRoutingReport()!.Attempts[0].Failure!.Kind);
        ChatResponse r2 = await client.AskAsync(streaming);
        Assert.Equal("b", r2.GetRoutingReport()!.ServedBy);
        Assert.Equal(ExclusionReason.CoolingDown, r2.GetRoutingReport()!.Excluded[0].Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waits(bool streaming)
    {
        ManualTime time = new();
        using CapacityAwareChatClient client = new([new("a", TestClient.Saying("hello")) { Limits = new() { RequestsPerMinute = 10 } }], timeProvider: time);
        await client.AskAsync(streaming);
        Task<ChatResponse> second = client.AskAsync(streaming);
        ChatResponse r = await time.RunAsync(second);
        Assert.Equal(6, r.GetRoutingReport()!.Waited.TotalSeconds, 1);
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero })));
    }
}
