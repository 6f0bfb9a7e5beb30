using CapacityRouting.Capacity;
using CapacityRouting.Chat;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Attempts;

/// <summary>All that one attempt starts with.</summary>
internal readonly struct AttemptStart(AttemptRecorder recorder, Admission admission, RequestDemand demand, long startedAt, RequestBudget budget, long endsBy, AttemptTimes times, RoutingReport report, AttemptObservation? observation, CancellationToken caller)
{
    public AttemptRecorder Recorder => recorder;

    public Route Route => admission.Route!;

    public Lease Lease => admission.Lease;

    public bool IsProbe => admission.IsProbe;

    public RequestDemand Demand => demand;

    public long StartedAt => startedAt;

    public RoutingReport Report => report;

    /// <summary>What the wire says meanwhile; null while nobody observes.</summary>
    public AttemptObservation? Observation => observation;

    /// <summary>The caller's own token.</summary>
    public CancellationToken Caller => caller;

    /// <summary>When the request must have been answered; what does not make it by then is not the route's fault.</summary>
    public long Deadline => budget.Deadline;

    /// <summary>What was left of the request's patience and attempts when it began.</summary>
    public RequestBudget Budget => budget;

    /// <summary>When the attempt must have ended, however busy it is; <see cref="Clock.Never"/> or later when nothing bounds it.</summary>
    public long EndsBy => Math.Min(startedAt + times.Total, endsBy);

    /// <summary>How long its stages may take.</summary>
    public AttemptTimes Times => times;

    /// <summary>Whether it only asks for the rest of an answer: it takes nothing, and says nothing of what requests take.</summary>
    public bool IsPoll => demand.IsPollAt(Route);

    public IChatClient Client => Chat.ClientOf(Route);

    private ChatDemand Chat => (ChatDemand)demand;

    /// <summary>The messages without what only other routes can read.</summary>
    public IReadOnlyList<ChatMessage> Messages => Chat.MakeMessagesFor(Route);

    /// <summary>An attempt's own options: a clone, so that no client's changes reach the next.</summary>
    public ChatOptions? Options => Chat.MakeOptionsFor(Route);

    /// <summary>What is not found, where the request goes on with something, may be that something: the model is not to blame then.</summary>
    public RouteFailure Judged(RouteFailure failure) =>
        failure.Kind == FailureKind.ModelNotFound && demand is { Affinity.MayRestart: false } && demand.IsBoundAt(Route) ? failure with { Kind = FailureKind.InvalidRequest } : failure;
}
