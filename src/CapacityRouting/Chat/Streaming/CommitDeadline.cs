using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Chat.Streaming;

/// <summary>The deadline of a stream's next update before its first content.</summary>
internal struct CommitDeadline(Attempt attempt)
{
    private const int UpdatesPerLook = 64;

    private long _firstUpdateAt;

    /// <summary>Each update from the first one on adds its share of time, up to the limit of the first content.</summary>
    /// <param name="updates">The number of updates so far.</param>
    public long After(int updates)
    {
        AttemptTimes times = attempt.Times;
        long due = Math.Min(attempt.StartedAt + times.FirstToken, attempt.EndsBy);
        if (updates == 0 || times.PerUpdate >= Clock.Never)
            return due;
        if (updates == 1)
            _firstUpdateAt = attempt.Clock.Now;
        return (long)Int128.Min(due, _firstUpdateAt + ((Int128)updates * times.PerUpdate));
    }

    /// <summary>A stream whose updates are ready at once is never waited for, and so never timed. So the clock is read now and then.</summary>
    public readonly bool IsOver(int updates, long due) =>
        updates % UpdatesPerLook == 0 && (attempt.Caller.IsCancellationRequested || attempt.Clock.Now >= due);
}
