using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Chat.Streaming;

/// <summary>When a stream's next update must be there, while its first content is not.</summary>
internal struct CommitDeadline(Attempt attempt)
{
    private const int UpdatesPerLook = 64;

    private long _firstUpdateAt;

    /// <summary>Each update buys its share of time from the first one on, and none buys more than the first content has.</summary>
    /// <param name="updates">The updates that have come.</param>
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

    /// <summary>A stream of updates that are there at once is never waited for, and so never timed: the clock is looked at now and then.</summary>
    public readonly bool IsOver(int updates, long due) =>
        updates % UpdatesPerLook == 0 && (attempt.Caller.IsCancellationRequested || attempt.Clock.Now >= due);
}
