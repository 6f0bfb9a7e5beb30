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

    /// <summary>Waits for what other threads bring about.</summary>
    /// <returns>Whether it has come.</returns>
    public static async Task<bool> UntilAsync(Func<bool> condition)
    {
        for (int i = 0; i < 1_000; i++)
        {
            if (condition())
                return true;
            await Task.Yield();
        }

        TimeSpan pause = TimeSpan.FromMilliseconds(1);
        for (TimeSpan waited = TimeSpan.Zero; !condition(); waited += pause)
        {
            if (waited > Patience)
                return false;
            await Task.Delay(pause, TimeProvider.System);
        }

        return true;
    }
}
