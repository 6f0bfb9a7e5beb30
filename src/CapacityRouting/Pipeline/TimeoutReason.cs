using System.Globalization;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>
/// Finds which of an attempt's time limits ran out, and how long it was. It is derived from the clock afterwards, so that steps in time pay nothing for it.
/// </summary>
internal static class TimeoutReason
{
    /// <param name="attempt">The attempt.</param>
    /// <param name="hasIdleBound">Whether the idle limit bounded the step that took too long.</param>
    public static Exception For(Attempt attempt, bool hasIdleBound)
    {
        Clock clock = attempt.Clock;
        long taken = clock.Now - attempt.StartedAt;
        return AttemptErrors.TimedOut(attempt.Route.Name, Reason(Extended(attempt, taken), taken, attempt.EndsBy - attempt.StartedAt, hasIdleBound, clock));
    }

    /// <summary>The limits, and where one was learned and put off, the time that the attempt had in the end.</summary>
    private static AttemptTimes Extended(Attempt attempt, long taken)
    {
        (AttemptTimes times, AttemptTimes patient) = (attempt.Times, attempt.PatientTimes);
        return times with { FirstToken = Math.Clamp(taken, times.FirstToken, patient.FirstToken), Total = Math.Clamp(taken, times.Total, patient.Total) };
    }

    private static string Reason(in AttemptTimes times, long taken, long untilEnd, bool hasIdleBound, Clock clock) => taken switch
    {
        _ when taken >= times.Total => $"not done within {Seconds(times.Total, clock)} in all (Timeouts.Total)",
        _ when hasIdleBound => $"no update for {Seconds(times.Idle, clock)} (Timeouts.Idle)",
        _ when taken >= untilEnd => $"no answer within {Seconds(untilEnd, clock)}, its share of the request's deadline (Deadline)",
        _ when taken >= times.FirstToken => $"no content within {Seconds(times.FirstToken, clock)} (Timeouts.FirstToken)",
        _ => $"too few updates before its first content: less than one in {Seconds(times.PerUpdate, clock)} (Timeouts.MinimumUpdatesPerSecond)",
    };

    private static string Seconds(long ticks, Clock clock) =>
        string.Create(CultureInfo.InvariantCulture, $"{clock.ToTimeSpan(ticks).TotalSeconds:0.###} s");
}
