using CapacityRouting.Capacity;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>The waiters of one rank that are expected to start at one route, the oldest plan first.</summary>
internal sealed class PlannedStarts(int rank, Route route)
{
    private readonly LinkedList<Waiter> _waiters = [];
    private CapacityUnits _units;

    public int Rank => rank;

    public Route Route => route;

    /// <summary>What all of them take.</summary>
    public ref readonly CapacityUnits Units => ref _units;

    public bool IsEmpty => _waiters.Count == 0;

    public Waiter First => _waiters.First!.Value;

    public LinkedListNode<Waiter> Add(Waiter waiter, in CapacityUnits units)
    {
        _units += units;
        return _waiters.AddLast(waiter);
    }

    public void Remove(LinkedListNode<Waiter> place, in CapacityUnits units)
    {
        _units = _units.Without(units);
        _waiters.Remove(place);
    }
}
