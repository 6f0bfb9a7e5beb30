using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: tenants that have gone leave no memory behind, even in a line that is never empty.</summary>
[Collection(nameof(Alone))]
public sealed class ManyTenantsTests
{
    private static readonly int Tenants = Extent.Of(1_000_000);
    private static readonly int Step = Tenants / 10;

    // A hundred bytes for each tenant of one step would be more.
    private static readonly long Most = 80L * Step;

    [Fact]
    public async Task Tenants_ThroughALineThatIsNeverEmpty_LeaveNoMemoryBehind()
    {
        FakeTimeProvider time = new();
        HeldModel full = new();
        HeldModel model = new();
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromDays(7);
        CapacityLimits one = new() { MaxConcurrentRequests = 1 };
        using CapacityAwareChatClient client = new([new("full", full) { Limits = one, Tags = ["full"] }, new("a", model) { Limits = one, Tags = ["a"] }], options, time);
        Task<ChatResponse>[] line = [client.AskAsync(streaming: false, For("first", "full")), client.AskAsync(streaming: false, For("second", "full"))];
        Task<ChatResponse> last = null!;
        Bare.Run(() => last = client.AskAsync(streaming: false, For("warm", "a")));
        long before = 0;

        for (int tenant = 0; tenant < Tenants + Step; tenant++)
        {
            if (tenant % Step == 0)
                before = CheckMemory(before, tenant);
            last = Next(client, model, last, tenant);
        }

        model.End();
        full.EndAll();
        full.EndAll();
        await Task.WhenAll([.. line, last]).DoneAsync();
        Assert.Equal(Tenants + Step + 1, model.Begun);
    }

    /// <summary>The tenant waits until the call of the one before it ends.</summary>
    private static Task<ChatResponse> Next(CapacityAwareChatClient client, HeldModel model, Task<ChatResponse> last, int tenant)
    {
        Task<ChatResponse> next = null!;
        Bare.Run(() => next = client.AskAsync(streaming: false, For($"tenant {tenant}", "a")));
        model.End();
        Assert.True(last.IsCompletedSuccessfully);
        return next;
    }

    /// <summary>The first step is for what is allocated once.</summary>
    private static long CheckMemory(long before, int tenants)
    {
        long now = GC.GetTotalMemory(forceFullCollection: true);
        if (tenants <= Step)
            return now;
        Assert.True(now - before < Most, $"{tenants} tenants have left {now - before} bytes behind.");
        return before;
    }

    private static ChatOptions For(string tenant, string tag) => new ChatOptions().WithRouting(new() { Tenant = tenant, Tags = [tag] });
}
