using CapacityRouting.Capacity;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>What one pass through the line has found out: who goes, what is waited for, and when to look next. Not thread-safe.</summary>
internal sealed class DispatchPass(long now)
{
    private readonly List<(Waiter Waiter, Admission Admission)> _ended = [];
    private readonly HashSet<Waiter> _moved = [];
    private readonly HashSet<Quota> _changed = [];
    private ulong _awaited;
    private long _next = Clock.Never;
    private bool _isComplete = true;

    /// <summary>The pass's one reading of the clock.</summary>
    public long Now => now;

    /// <summary>The shared quotas that the first of some shape waits for.</summary>
    public HashSet<Quota> Claims { get; } = [];

    /// <summary>The wait of a request is over: with an admission, or in vain.</summary>
    public void Ends(Waiter waiter, in Admission admission) => _ended.Add((waiter, admission));

    /// <summary>Another line may have its turn at a quota.</summary>
    public void Changed(Quota quota) => _changed.Add(quota);

    /// <summary>Whether the waiter may move to another shape: once in a pass.</summary>
    public bool Moves(Waiter waiter) => _moved.Add(waiter);

    /// <summary>A request waits on.</summary>
    public void Stays(Waiter waiter, ExpectedStart expected, RouteTable table)
    {
        // Where the start was now somebody else was faster. Where it hangs on other calls, these tell of it; only the patience for a better route ends by time.
        if (expected.IsDue)
            _next = Math.Min(_next, Math.Max(expected.Start, now + 1));
        else if (waiter.PrefersUntil > now)
            _next = Math.Min(_next, waiter.PrefersUntil);
        if (expected.Route is not { } route || route.ShutFor(now) > 0)
            return;
        _awaited |= table.SameQuota(route) | table.Parts(route);
        if (route.Shared is { } shared && (route.Quota == shared || shared.WaitFor(route.UnitsOf(waiter.Demand), now) > 0 || shared.IsFull))
            Claims.Add(shared);
    }

    /// <summary>Whether some route has room that none waits for who was looked at.</summary>
    public bool HasRoom(RouteTable table)
    {
        foreach (Route route in table.Routes)
            if ((_awaited & route.Bit) == 0 && !route.Quota.IsFull && route.ShutFor(now) == 0)
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
            if (Math.Max(now + route.ShutFor(now), route.Quota.OpensAt) is var opens && opens > now)
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
            quota.Tell();
    }
}
