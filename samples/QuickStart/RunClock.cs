namespace QuickStart;

/// <summary>Time since the first call was due. It stands at zero until it is started.</summary>
internal sealed class RunClock(TimeProvider time)
{
    private long _startedAt;

    public TimeProvider Time => time;

    public TimeSpan Elapsed => Volatile.Read(ref _startedAt) is var start and not 0 ? time.GetElapsedTime(start) : TimeSpan.Zero;

    public void Start() => Volatile.Write(ref _startedAt, time.GetTimestamp());

    public Task UntilAsync(TimeSpan moment, CancellationToken cancellationToken)
    {
        var wait = moment - Elapsed;
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
