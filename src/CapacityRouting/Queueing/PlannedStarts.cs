using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>The waiters of one rank that are expected to start at one route, the oldest plan first.</summary>
internal sealed class PlannedStarts(int rank, Route route)
{
    private Waiter? _oldest;
    private Waiter? _latest;
    private CapacityUnits _units;

    public int Rank => rank;

    public Route Route => route;

    /// <summary>The sum of what all of them take.</summary>
    public ref readonly CapacityUnits Units => ref _units;

    public bool IsEmpty => _oldest is null;

    public Waiter First => _oldest!;

    public void Add(Waiter waiter, in CapacityUnits units)
    {
        _units += units;
        waiter.PlannedAfter = _latest;
        if (_latest is null)
            _oldest = waiter;
        else
            _latest.PlannedBefore = waiter;
        _latest = waiter;
    }

    public void Remove(Waiter waiter)
    {
        _units = _units.Without(waiter.PlannedUnits);
        (Waiter? before, Waiter? after) = (waiter.PlannedAfter, waiter.PlannedBefore);
        if (before is null)
            _oldest = after;
        else
            before.PlannedBefore = after;
        if (after is null)
            _latest = before;
        else
            after.PlannedAfter = before;
        (waiter.PlannedAfter, waiter.PlannedBefore) = (null, null);
    }
}

/// <summary>What waiters will take at the routes of their expected starts, as running sums by rank and route. Not thread-safe.</summary>
internal sealed class PlannedWork
{
    private readonly Dictionary<(int Rank, int Route), PlannedStarts> _starts = [];

    public Dictionary<(int Rank, int Route), PlannedStarts>.ValueCollection Starts => _starts.Values;

    public void Add(Waiter waiter, Route route, in CapacityUnits units)
    {
        if (!_starts.TryGetValue((waiter.Rank, route.Index), out PlannedStarts? starts))
            _starts[(waiter.Rank, route.Index)] = starts = new(waiter.Rank, route);
        waiter.Plan(starts, units);
    }

    public void Remove(Waiter waiter)
    {
        if (waiter.Unplan() is { IsEmpty: true } starts)
            _starts.Remove((starts.Rank, starts.Route.Index));
    }
}
