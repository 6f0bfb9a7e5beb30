using CapacityRouting.Atomics;
using CapacityRouting.Queueing;
using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>One request while it lives: what it needs, what is left of its patience, its report and its caller. Made once and dropped at the end.</summary>
/// <remarks>The pipeline alone changes the budget. Everything else may be used by several attempts at once.</remarks>
internal abstract class CallContext(RequestDemand demand, RoutingReport report, CancellationToken caller)
{
    private RequestBudget _budget;
    private Attempt? _winner;
    private QueueTicket? _ticket;

    public RequestDemand Demand => demand;

    public RoutingReport Report => report;

    /// <summary>The caller's own token.</summary>
    public CancellationToken Caller => caller;

    /// <summary>What is left of its patience and attempts.</summary>
    public ref RequestBudget Budget => ref _budget;

    /// <summary>Waits for an admission; again with the same place in line after a failover.</summary>
    public ValueTask WaitAsync(AdmissionQueue queue) => queue.WaitAsync(demand, _budget, _ticket ??= new(_budget.ArrivedAt, _budget.Number), report, caller);

    /// <summary>Takes what the wait has brought: an admission without a route when it was in vain.</summary>
    public Admission TakeAdmission()
    {
        Admission admission = _ticket!.Admission;
        _ticket.Admission = default;
        return admission;
    }

    /// <summary>An attempt took so many tokens: if the call had waited, its tenant is charged those.</summary>
    public void Settle(long tokens) => _ticket?.Settle(tokens);

    /// <summary>Whether the attempt is the one whose answer the caller gets: the first one that asks is.</summary>
    public bool TryWin(Attempt attempt) => Atomic.CompareAndSwap(ref _winner, null, attempt) || ReferenceEquals(Atomic.VolatileRead(in _winner), attempt);
}
