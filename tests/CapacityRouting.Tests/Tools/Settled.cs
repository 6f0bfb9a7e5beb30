namespace CapacityRouting.Tests.Tools;

/// <summary>Waits for what must come by itself, so that a test of something that hangs fails and does not hang.</summary>
internal static class Settled
{
    // Far longer than anything takes here; only a test that fails ever waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task<bool> IsDoneAsync(this Task task)
    {
        await task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }

    /// <summary>The task's result, if it gets there.</summary>
    public static async Task<T> DoneAsync<T>(this Task<T> task)
    {
        Assert.True(await task.IsDoneAsync(), "It hangs.");
        return await task;
    }
}
