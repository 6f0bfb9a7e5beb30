namespace CapacityRouting.Simulation;

/// <summary>
/// A delay that is exact, where <c>Task.Delay</c> drops what is less than a millisecond, and that ends on the thread that ends it, also when it is
/// cancelled: <c>Task.Delay</c> goes on in the thread pool then, and a simulation would no longer be alone on its thread.
/// </summary>
internal sealed class InlineDelay : TaskCompletionSource
{
    private InlineDelay()
    {
    }

    public static Task For(TimeSpan span, TimeProvider time, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        return span <= TimeSpan.Zero ? Task.CompletedTask : new InlineDelay().WaitAsync(span, time, cancellationToken);
    }

    private async Task WaitAsync(TimeSpan span, TimeProvider time, CancellationToken cancellationToken)
    {
        using ITimer timer = time.CreateTimer(static self => ((InlineDelay)self!).TrySetResult(), this, span, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(static (self, token) => ((InlineDelay)self!).TrySetCanceled(token), this);
        await Task.ConfigureAwait(false);
    }
}
