using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

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
