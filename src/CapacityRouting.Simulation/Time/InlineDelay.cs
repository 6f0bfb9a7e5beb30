namespace CapacityRouting.Simulation;

/// <summary>
/// An exact delay, where <c>Task.Delay</c> drops fractions of a millisecond. It ends on the thread that completes it, also when it is
/// cancelled. A cancelled <c>Task.Delay</c> continues in the thread pool, and the simulation would no longer have one thread.
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
