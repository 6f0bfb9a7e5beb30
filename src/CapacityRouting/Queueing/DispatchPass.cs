using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>What one pass through the line has found out: who goes, what is waited for, and when to look next. Not thread-safe.</summary>
internal sealed class DispatchPass(Aging aging, ISlotWatcher line)
{
    private readonly List<(Waiter Waiter, Admission Admission)> _ended = [];
    private readonly HashSet<Waiter> _moved = [];
    private readonly HashSet<Quota> _changed = [];
    private ulong _awaited;
    private long _next = Clock.Never;
    private bool _isComplete = true;

    public Aging Aging => aging;

    /// <summary>The pass's one reading of the clock.</summary>
    public long Now => aging.Now;

    /// <summary>The shared quotas that the first of some shape waits for.</summary>
    public HashSet<Quota> Claims { get; } = [];

    /// <summary>The wait of a request is over: with an admission, or in vain.</summary>
    public void Ends(Waiter waiter, in Admission admission) => _ended.Add((waiter, admission));

    /// <summary>Another line may have its turn at a quota.</summary>
    public void Changed(Quota quota) => _changed.Add(quota);

    /// <summary>Whether the waiter may move to another shape: once in a pass.</summary>
    public bool Moves(Waiter waiter) => _moved.Add(waiter);

    /// <summary>A request waits on.</summary>
    public void Stays(Waiter waiter, in ExpectedStart expected, RouteTable table)
    {
        // Where the start was now somebody else was faster. Where it hangs on other calls, these tell of it; what time alone opens, and the patience for a better route, do not.
        _next = Math.Min(_next, expected.IsDue ? Math.Max(expected.Start, Now + 1) : expected.NextDue);
        if (!expected.IsDue && waiter.PrefersUntil > Now)
            _next = Math.Min(_next, waiter.PrefersUntil);
        if (expected.Route is not { } route)
            _awaited |= waiter.Line?.Shape.Fits ?? 0;
        else if (route.ShutFor(Now) == 0)
            WaitsFor(route, waiter, table);
    }

    /// <summary>Whether some route has room that a waiter could want, and none waits for who was looked at.</summary>
    public bool HasRoom(RouteTable table, ulong interest)
    {
        foreach (Route route in table.Routes)
            if ((interest & ~_awaited & route.Bit) != 0 && !route.Quota.IsFull && route.ShutFor(Now) == 0)
                return true;
        _isComplete = false;
        return false;
    }

    /// <summary>When the next start is due of those who stay: for those who were not looked at, no sooner than a route opens that is shut or ramping.</summary>
    public long NextLook(RouteTable table)
    {
        long next = _next;
        if (_isComplete)
            return next;
        foreach (Route route in table.Routes)
            if (Math.Max(Now + route.ShutFor(Now), route.Quota.OpensAt) is var opens && opens > Now)
                next = Math.Min(next, opens);
        return next;
    }

    public void EndWaits()
    {
        foreach ((Waiter waiter, Admission admission) in _ended)
            waiter.End(admission);
    }

    public void TellOthers()
    {
        foreach (Quota quota in _changed)
            quota.NotifyReleased();
    }

    private void WaitsFor(Route route, Waiter waiter, RouteTable table)
    {
        _awaited |= table.SameQuota(route) | table.Parts(route);
        if (route.Shared is not { } shared)
            return;

        // A part claims its whole only while that is what it waits for.
        bool isPart = route.Quota != shared;
        long wait = isPart ? shared.WaitFor(route.UnitsOf(waiter.Demand), Now) : 0;
        if (wait > 0)
            _next = Math.Min(_next, Now + wait);
        if (!isPart || wait > 0 || shared.IsFull || shared.Turns.IsTurnOfAnother(line))
            Claims.Add(shared);
    }
}
