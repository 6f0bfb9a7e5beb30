namespace CapacityRouting.Tests.Tools;

/// <summary>Waits for what a router does with its source of used quota, on threads of the pool.</summary>
internal static class Persistence
{
    /// <summary>Waits for the load or the save that is under way.</summary>
    public static async Task<CapacityAwareChatClient> SettledAsync(this CapacityAwareChatClient client)
    {
        Assert.True(await client.Router.Persistence!.Work.IsDoneAsync(), "It hangs.");
        return client;
    }

    /// <summary>Moves on interval by interval, and waits for what each begins.</summary>
    public static async Task AdvanceAsync(this CapacityAwareChatClient client, ManualTime time, TimeSpan span)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < span; passed += TimeSpan.FromSeconds(5))
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await client.SettledAsync();
        }
    }
}
