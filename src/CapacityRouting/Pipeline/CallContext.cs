using CapacityRouting.Atomics;
using CapacityRouting.Queueing;
using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>The state of one request: its demand, its remaining budget, its report and its caller's token. Made once and dropped at the end.</summary>
/// <remarks>Only the pipeline changes the budget. Everything else may be used by several attempts at once.</remarks>
internal abstract class CallContext(RequestDemand demand, RoutingReport report, CancellationToken caller)
{
    private RequestBudget _budget;
    private Attempt? _winner;
    private QueueTicket? _ticket;

    public RequestDemand Demand => demand;

    public RoutingReport Report => report;

    /// <summary>The caller's own token.</summary>
    public CancellationToken Caller => caller;

    /// <summary>Whether its answer is streamed.</summary>
    public virtual bool IsStreamed => false;

    /// <summary>Its remaining patience and attempts.</summary>
    public ref RequestBudget Budget => ref _budget;

    /// <summary>Waits for an admission. After a failover it keeps its place in line.</summary>
    public ValueTask WaitAsync(AdmissionQueue queue) => queue.WaitAsync(demand, _budget, _ticket ??= new(_budget.ArrivedAt, _budget.Number), report, caller);

    /// <summary>Takes the result of the wait: an admission, without a route when the wait was in vain.</summary>
    public Admission TakeAdmission()
    {
        Admission admission = _ticket!.Admission;
        _ticket.Admission = default;
        return admission;
    }

    /// <summary>Notes the tokens that an attempt took. If the call had waited, its tenant is charged for them.</summary>
    public void Settle(long tokens) => _ticket?.Settle(tokens);

    /// <summary>Whether the caller gets the answer of this attempt: the first attempt that asks wins.</summary>
    public bool TryWin(Attempt attempt) => Atomic.CompareAndSwap(ref _winner, null, attempt) || ReferenceEquals(Atomic.VolatileRead(in _winner), attempt);
}
