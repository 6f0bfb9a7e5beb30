using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>
/// One request that waits. In real time it goes on by itself once its wait is over, so that it does not hold up the call that made room; in
/// injected time it goes on there and then, so that what has one thread keeps to it.
/// </summary>
internal sealed class Waiter : TaskCompletionSource
{
    public const int Ranks = 6;

    private readonly RequestBudget _budget;
    private PlannedStarts? _starts;
    private CapacityUnits _plannedUnits;

    /// <param name="demand">The request.</param>
    /// <param name="budget">What is left of its patience and attempts.</param>
    /// <param name="ticket">Its place in line.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="preferredPatience">How long it waits for a better route than one that could take it.</param>
    /// <param name="inRealTime">Whether it goes on by itself.</param>
    public Waiter(RequestDemand demand, in RequestBudget budget, QueueTicket ticket, long now, long preferredPatience, bool inRealTime)
        : base(inRealTime ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None)
    {
        (Demand, _budget, Ticket, JoinedAt) = (demand, budget, ticket, now);
        Rank = RankOf(demand);
        Latest = budget.LatestStart(now);
        PrefersUntil = Math.Min(now + preferredPatience, Latest);
    }

    public RequestDemand Demand { get; }

    public string Tenant => Demand.Tenant;

    public ref readonly RequestBudget Budget => ref _budget;

    public QueueTicket Ticket { get; }

    /// <summary>When it came to wait; its call may be older.</summary>
    public long JoinedAt { get; }

    /// <summary>The latest time at which it may start.</summary>
    public long Latest { get; }

    /// <summary>The latest time for which a better route is preferred to one that could take it earlier.</summary>
    public long PrefersUntil { get; }

    /// <summary>Lower goes first: by class, and within a class what finishes a turn before what begins one.</summary>
    public int Rank { get; }

    /// <summary>The tokens that it is likely to take.</summary>
    public long Tokens { get; set; }

    /// <summary>Whether it found no room when it came.</summary>
    public bool HasWaited { get; set; }

    /// <summary>Its number, in the order of joining: it decides between calls of the same age.</summary>
    public long Number { get; set; }

    /// <summary>The waiters of its shape.</summary>
    public FairQueue? Line { get; set; }

    /// <summary>The waiters of its shape, rank and tenant; null while it does not wait.</summary>
    public TenantQueue? Queue { get; set; }

    /// <summary>Where it is expected to start; null while nobody knows.</summary>
    public Route? Planned => _starts?.Route;

    /// <summary>What it takes there.</summary>
    public ref readonly CapacityUnits PlannedUnits => ref _plannedUnits;

    /// <summary>The one that was planned before it, among those with whom it is expected to start.</summary>
    public Waiter? PlannedAfter { get; set; }

    /// <summary>The one that was planned after it.</summary>
    public Waiter? PlannedBefore { get; set; }

    /// <summary>The end of the wait: then the ticket has the admission, if it was not in vain.</summary>
    public Task Ended => Task;

    /// <summary>What was thrown as it was looked at: its own request's fault, told to its own caller.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether it stands in line.</summary>
    public bool IsWaiting => Queue is not null;

    /// <summary>Whether it comes before another one of the same rank and tenant.</summary>
    public bool IsOlderThan(Waiter other) => Compare(this, other) < 0;

    public static int Compare(Waiter one, Waiter other) =>
        QueueTicket.Compare(one.Ticket, other.Ticket) is var order and not 0 ? order : one.Number.CompareTo(other.Number);

    /// <summary>Expects its start with others.</summary>
    public void Plan(PlannedStarts starts, in CapacityUnits units)
    {
        (_starts, _plannedUnits) = (starts, units);
        starts.Add(this, units);
    }

    /// <summary>Expects no start any more.</summary>
    /// <returns>Those with whom it did; null where nobody knew.</returns>
    public PlannedStarts? Unplan()
    {
        PlannedStarts? starts = _starts;
        starts?.Remove(this);
        (_starts, _plannedUnits) = (null, default);
        return starts;
    }

    public void End(Exception fault)
    {
        Fault = fault;
        End(default(Admission));
    }

    public void End(in Admission admission)
    {
        Ticket.Admission = admission;
        if (Fault is null)
            TrySetResult();
        else
            TrySetException(Fault);
    }

    /// <summary>It may have been let go, and does not go.</summary>
    public void GiveBack(long now)
    {
        Ticket.Settle(0);
        if (Ticket.Admission.Route is not null)
            Ticket.Admission.GiveBack(now);
    }

    private static int RankOf(RequestDemand demand)
    {
        int order = demand.Priority switch
        {
            RequestPriority.Critical => 0,
            RequestPriority.Background => 2,
            _ => 1,
        };
        return (2 * order) + (demand.IsContinuation ? 0 : 1);
    }
}
