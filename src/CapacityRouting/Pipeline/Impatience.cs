using CapacityRouting.Queueing;
using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>
/// Decides, when a learned time is over, whether the attempt is given up. Impatience must not lose a call: it is for requests that could go on elsewhere. The question is asked only when
/// such a time is over, so that an answer in time pays nothing for it.
/// </summary>
internal sealed class Impatience(AdmissionControl admissions, AdmissionQueue queue)
{
    /// <summary>Whether the request could continue on another route if this attempt were given up.</summary>
    public bool CouldGoOn(Attempt attempt, long now)
    {
        CallContext call = attempt.Call;
        return call.Budget.MayTryAnother && admissions.HasRoomElsewhere(call.Demand, call.Budget, attempt.Route, queue.Awaited, now);
    }
}
