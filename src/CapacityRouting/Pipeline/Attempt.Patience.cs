using CapacityRouting.Atomics;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;

namespace CapacityRouting.Pipeline;

/// <summary>The patience of an attempt: learned times cut it short only where the request could go on elsewhere.</summary>
internal sealed partial class Attempt
{
    private AnswerWatch _watch = new();
    private bool _isGivenUp;
    private long _shareEndsBy;

    /// <summary>The time limits where no other route could take the request.</summary>
    public AttemptTimes PatientTimes => Route.PatientTimesOf(Traits, Demand.Routing);

    /// <summary>When it must have ended where no other route could take the request.</summary>
    public long PatientEnd => Math.Min(StartedAt + PatientTimes.Total, _shareEndsBy);

    /// <summary>
    /// Whether a learned time ended it before its answer began. That shows that the route is slow, which its pace judges, and is no failure of its health. The time of a probe shows more.
    /// </summary>
    public bool IsGivenUpAsSlow => _isGivenUp && !_wasAccepted && !IsProbe;

    private AnswerKind Kind => new(Call.IsStreamed, Taken.OutputTokens);

    /// <summary>Gives the attempt up when a learned time is over, if the request could go on elsewhere. Where user code throws it goes on here.</summary>
    public bool TryGiveUp(long now)
    {
        try
        {
            int state = Atomic.VolatileRead(in _state);
            bool isOverdue = state == Accepted || HasAnswered || Route.IsOverdue(Kind, now - StartedAt, now);
            return _isGivenUp = state == Over || (isOverdue && _services.CouldGoOn(this, now));
        }
        catch (Exception thrown)
        {
            Tell(RoutingEvent.OutcomeThrew(Route.Name, thrown));
            return false;
        }
    }

    /// <summary>Notes the longest pause of a stream at its end.</summary>
    public void Paused(long ticks, bool isGivenUp)
    {
        if (!IsPoll)
            Route.Paused(ticks, isGivenUp, Clock.Now);
    }

    private void AnswerCame(long now)
    {
        if (!IsPoll)
            _watch.AnswerCame(Route, Kind, StartedAt, now);
    }

    private void LeaveWatch(long now, bool ranOut = false)
    {
        if (!IsPoll)
            _watch.End(Route, Kind, StartedAt, now, ranOut);
    }
}
