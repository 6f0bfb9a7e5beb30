namespace CapacityRouting.Simulation;

/// <summary>Time since a run began, which workloads, outages and windows count in. It stands at zero until it is started.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class RunClock
{
    private long _startedAt = long.MinValue;

    /// <summary>Makes a clock that stands.</summary>
    /// <param name="time">The time that it tells.</param>
    /// <exception cref="ArgumentNullException"><paramref name="time"/> is null.</exception>
    public RunClock(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Time = time;
    }

    /// <summary>The time that it tells.</summary>
    public TimeProvider Time { get; }

    /// <summary>Time since the run began; zero before.</summary>
    public TimeSpan Elapsed => Volatile.Read(ref _startedAt) is var start and not long.MinValue ? Time.GetElapsedTime(start) : TimeSpan.Zero;

    /// <summary>The run begins; again, if it is called again.</summary>
    public void Start() => Volatile.Write(ref _startedAt, Time.GetTimestamp());

    /// <summary>Waits until a moment of the run; not at all when it is past.</summary>
    /// <param name="moment">The moment, since the run began.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task UntilAsync(TimeSpan moment, CancellationToken cancellationToken = default) => InlineDelay.For(moment - Elapsed, Time, cancellationToken);
}
