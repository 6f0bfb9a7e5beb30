using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>
/// One request in line. In real time its continuation runs asynchronously, so that it does not delay the call that made room. In
/// injected time the continuation runs at once, so that a single-threaded simulation keeps to its thread.
/// </summary>
internal sealed class Waiter : TaskCompletionSource
{
    public const int Ranks = 6;

    private readonly RequestBudget _budget;
    private PlannedStarts? _starts;
    private CapacityUnits _plannedUnits;

    /// <param name="demand">The request.</param>
    /// <param name="budget">Its remaining patience and attempts.</param>
    /// <param name="ticket">Its place in line.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="preferredPatience">How long, in ticks, it waits for a better route than one that could take it.</param>
    /// <param name="inRealTime">Whether its continuation runs asynchronously.</param>
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

    /// <summary>When it joined the line; its call may be older.</summary>
    public long JoinedAt { get; }

    /// <summary>The latest time at which it may start.</summary>
    public long Latest { get; }

    /// <summary>Until when it prefers a better route to one that could take it earlier.</summary>
    public long PrefersUntil { get; }

    /// <summary>The rank: lower is first. Ordered by priority; within a priority, a continuation of a turn is before a new turn.</summary>
    public int Rank { get; }

    /// <summary>Its likely tokens.</summary>
    public long Tokens { get; set; }

    /// <summary>Whether it found no room when it arrived.</summary>
    public bool HasWaited { get; set; }

    /// <summary>Its number in the order of joining; it decides between calls of the same age.</summary>
    public long Number { get; set; }

    /// <summary>The waiters of its shape.</summary>
    public FairQueue? ShapeQueue { get; set; }

    /// <summary>The waiters of its shape, rank and tenant; null while it does not wait.</summary>
    public TenantQueue? TenantQueue { get; set; }

    /// <summary>The route of its expected start; null while it is unknown.</summary>
    public Route? Planned => _starts?.Route;

    /// <summary>The units that it takes there.</summary>
    public ref readonly CapacityUnits PlannedUnits => ref _plannedUnits;

    /// <summary>The waiter planned before this one, at the same route and rank.</summary>
    public Waiter? PlannedAfter { get; set; }

    /// <summary>The waiter planned after this one.</summary>
    public Waiter? PlannedBefore { get; set; }

    /// <summary>The end of the wait. The ticket then holds the admission, unless the wait was in vain.</summary>
    public Task Ended => Task;

    /// <summary>The exception that its own request threw in a pass. Only its own caller gets it.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether it is in line.</summary>
    public bool IsWaiting => TenantQueue is not null;

    /// <summary>Whether it comes before another one of the same rank and tenant.</summary>
    public bool IsOlderThan(Waiter other) => Compare(this, other) < 0;

    public static int Compare(Waiter one, Waiter other) =>
        QueueTicket.Compare(one.Ticket, other.Ticket) is var order and not 0 ? order : one.Number.CompareTo(other.Number);

    /// <summary>Plans its start.</summary>
    public void Plan(PlannedStarts starts, in CapacityUnits units)
    {
        (_starts, _plannedUnits) = (starts, units);
        starts.Add(this, units);
    }

    /// <summary>Removes its planned start.</summary>
    /// <returns>The planned starts that it was among; null when its start was unknown.</returns>
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

    /// <summary>Gives back an admission that it may have got, when it does not start.</summary>
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
