namespace CapacityRouting.Queue.Running;

/// <summary>The real time that something may take.</summary>
internal sealed class TimeAllowance(TimeSpan limit)
{
    private readonly long _start = TimeProvider.System.GetTimestamp();

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    public bool IsSpent => Elapsed > limit;

    /// <exception cref="TooSlowException">It is spent.</exception>
    public void ThrowIfSpent()
    {
        if (IsSpent)
            throw new TooSlowException($"over {limit.TotalSeconds:0} s");
    }
}
