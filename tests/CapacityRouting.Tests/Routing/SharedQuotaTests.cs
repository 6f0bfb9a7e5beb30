using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Routing;

public sealed class SharedQuotaTests
{
    /// <summary>A waiter for a route in cooldown must not lock up the account for its healthy neighbor.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiting_ForACoolingRoute_LeavesTheSharedQuotaToTheOthers(bool streaming)
    {
        ManualTime time = new();
        CapacityQuota account = new("account", new() { RequestsPerMinute = 60 });
        int calls = 0;
        TestClient recovering = new() { OnResponse = (_, _, _) => calls++ == 0 ? throw TestClient.Http(503, "9") : Task.FromResult(TestClient.Says("a")) };
        using CapacityAwareChatClient client = new(
            [new("a", recovering) { Quota = account, Tags = ["special"] }, new("b", TestClient.Saying("b")) { Quota = account }],
            timeProvider: time);
        ChatOptions special = new ChatOptions().WithRouting(new() { Tags = ["special"] });
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Tags = ["special"], RetryWhenAlone = false })));

        Task<ChatResponse> waiting = client.AskAsync(streaming, special);
        ChatResponse other = await client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero }));

        Assert.Equal("b", other.Text);
        Assert.False(waiting.IsCompleted);
        Assert.Equal("a", (await time.RunAsync(waiting)).Text);
    }
}
