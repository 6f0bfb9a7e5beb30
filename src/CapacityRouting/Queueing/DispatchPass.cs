using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>The results of one dispatch pass: which waits end, which routes are waited for, and when the next pass is due. Not thread-safe.</summary>
internal sealed class DispatchPass(Aging aging, ISlotWatcher line)
{
    private readonly List<(Waiter Waiter, Admission Admission)> _ended = [];
    private readonly HashSet<Waiter> _moved = [];
    private readonly HashSet<Quota> _changed = [];
    private ulong _awaited;
    private long _next = Clock.Never;
    private bool _isComplete = true;

    public Aging Aging => aging;

    /// <summary>The one reading of the clock in this pass.</summary>
    public long Now => aging.Now;

    /// <summary>The shared quotas that the first waiter of some shape waits for.</summary>
    public HashSet<Quota> Claims { get; } = [];

    /// <summary>Ends a wait, with an admission or without.</summary>
    public void Ends(Waiter waiter, in Admission admission) => _ended.Add((waiter, admission));

    /// <summary>Notes a quota at which another line may have its turn now.</summary>
    public void Changed(Quota quota) => _changed.Add(quota);

    /// <summary>Whether the waiter may move to another shape: once in a pass.</summary>
    public bool Moves(Waiter waiter) => _moved.Add(waiter);

    /// <summary>Notes a waiter that stays in line.</summary>
    public void Stays(Waiter waiter, in ExpectedStart expected, RouteTable table)
    {
        // A start that was due now has been lost to another call: look again at the next tick. A start that depends on calls under way needs no alarm: their ends notify the queue.
        // Time alone opens other routes, and ends the patience for a better one: both need an alarm.
        _next = Math.Min(_next, expected.IsDue ? Math.Max(expected.Start, Now + 1) : expected.NextDue);
        if (!expected.IsDue && waiter.PrefersUntil > Now)
            _next = Math.Min(_next, waiter.PrefersUntil);
        if (expected.Route is not { } route)
            _awaited |= waiter.ShapeQueue?.Shape.Fits ?? 0;
        else if (route.ShutFor(Now) == 0)
            WaitsFor(route, waiter, table);
    }

    /// <summary>Whether some route has room that a waiter could want, and no waiter of this pass is waiting for it.</summary>
    public bool HasRoom(RouteTable table, ulong interest)
    {
        foreach (Route route in table.Routes)
            if ((interest & ~_awaited & route.Bit) != 0 && !route.Quota.IsFull && route.ShutFor(Now) == 0)
                return true;
        _isComplete = false;
        return false;
    }

    /// <summary>When the next pass is due. If the pass stopped early, that is also when a route next opens that is shut or in slow start.</summary>
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
        _awaited |= table.SameQuota(route) | table.Children(route);
        if (route.Shared is not { } shared)
            return;

        // A route with a parent quota claims the parent only while it waits for the parent.
        bool isPart = route.Quota != shared;
        long wait = isPart ? shared.WaitFor(route.UnitsOf(waiter.Demand), Now) : 0;
        if (wait > 0)
            _next = Math.Min(_next, Now + wait);
        if (!isPart || wait > 0 || shared.IsFull || shared.Turns.IsTurnOfAnother(line))
            Claims.Add(shared);
    }
}
