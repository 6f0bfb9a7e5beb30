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
    public StepBound After(int updates)
    {
        long trickle = TrickleEnd(updates, attempt.Times.PerUpdate);
        return new(By(attempt.Times.FirstToken, trickle), By(attempt.PatientTimes.FirstToken, trickle));
    }

    /// <summary>A stream whose updates are ready at once is never waited for, and so never timed. So the clock is read now and then.</summary>
    public readonly bool IsOver(int updates, in StepBound bound) =>
        updates % UpdatesPerLook == 0 && (attempt.Caller.IsCancellationRequested || attempt.Clock.Now >= bound.Latest);

    private readonly long By(long firstToken, long trickle) => Math.Min(Math.Min(attempt.StartedAt + firstToken, attempt.EndsBy), trickle);

    private long TrickleEnd(int updates, long perUpdate)
    {
        if (updates == 0 || perUpdate >= Clock.Never)
            return long.MaxValue;
        if (updates == 1)
            _firstUpdateAt = attempt.Clock.Now;
        return (long)Int128.Min(long.MaxValue, _firstUpdateAt + ((Int128)updates * perUpdate));
    }
}

/// <summary>The time by which a step must have ended, and the one where the call has nowhere else to go.</summary>
internal readonly record struct StepBound(long Due, long Latest)
{
    /// <summary>Stands for the bound of a stream that flows: its pause and its whole time.</summary>
    public static StepBound Flowing => default;

    public bool IsFlowing => Due == 0;
}
