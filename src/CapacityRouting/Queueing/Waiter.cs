using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>
/// One request that waits. In real time it goes on by itself once its wait is over, so that it does not hold up the call that made room; in
/// injected time it goes on there and then, so that what has one thread keeps to it.
/// </summary>
internal sealed class Waiter(RequestDemand demand, RequestBudget budget, long arrivedAt, long preferredPatience, bool inRealTime)
{
    public const int Ranks = 6;

    private readonly RequestBudget _budget = budget;
    private readonly TaskCompletionSource<Admission> _ended = new(inRealTime ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);

    public RequestDemand Demand => demand;

    /// <summary>Lower goes first: by class, and within a class what finishes a turn before what begins one.</summary>
    public int Rank { get; } = (2 * OrderOf(demand.Class)) + (demand.IsContinuation ? 0 : 1);

    /// <summary>What it weighs when tenants are compared.</summary>
    public long Tokens { get; } = demand.InputTokens + (demand.MaxOutputTokens ?? 0);

    /// <summary>The latest time at which it may start.</summary>
    public long Latest { get; } = budget.LatestStart(arrivedAt);

    /// <summary>The latest time for which a better route is preferred to one that could take it earlier.</summary>
    public long PrefersUntil { get; } = Math.Min(arrivedAt + preferredPatience, budget.LatestStart(arrivedAt));

    /// <summary>Where it is expected to start; null while nobody knows.</summary>
    public Route? Planned { get; set; }

    /// <summary>Whether it found no room when it came.</summary>
    public bool HasWaited { get; set; }

    /// <summary>Its number, in the order of arrival.</summary>
    public long Arrival { get; set; }

    /// <summary>Where it stands in the line.</summary>
    public LinkedListNode<Waiter>? Place { get; set; }

    /// <summary>How the wait ended: an admission without a route when it was in vain.</summary>
    public Task<Admission> Ended => _ended.Task;

    public ref readonly RequestBudget Budget => ref _budget;

    /// <summary>What was thrown as it was looked at: its own request's fault, told to its own caller.</summary>
    public Exception? Fault { get; set; }

    public void End(Admission admission)
    {
        if (Fault is null)
            _ended.SetResult(admission);
        else
            _ended.SetException(Fault);
    }

    private static int OrderOf(RequestClass requestClass) => requestClass switch
    {
        RequestClass.Critical => 0,
        RequestClass.Background => 2,
        _ => 1,
    };
}
