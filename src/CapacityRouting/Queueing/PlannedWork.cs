using CapacityRouting.Capacity;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>What waiters will take where they are expected to start: running sums by rank and route. Not thread-safe.</summary>
internal sealed class PlannedWork
{
    private readonly Dictionary<(int Rank, int Route), PlannedStarts> _starts = [];

    public Dictionary<(int Rank, int Route), PlannedStarts>.ValueCollection Starts => _starts.Values;

    public void Add(Waiter waiter, Route route, in CapacityUnits units)
    {
        if (!_starts.TryGetValue((waiter.Rank, route.Index), out PlannedStarts? starts))
            _starts[(waiter.Rank, route.Index)] = starts = new(waiter.Rank, route);
        waiter.Planned = new(starts, units, starts.Add(waiter, units));
    }

    public void Remove(Waiter waiter)
    {
        if (waiter.Planned is not { } planned)
            return;
        planned.Starts.Remove(planned);
        if (planned.Starts.IsEmpty)
            _starts.Remove((planned.Starts.Rank, planned.Starts.Route.Index));
        waiter.Planned = null;
    }
}

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

    public void Remove(PlannedStart planned)
    {
        _units = _units.Without(planned.Units);
        _waiters.Remove(planned.Place);
    }
}

/// <summary>One waiter's expected start.</summary>
/// <param name="starts">With whom.</param>
/// <param name="units">What it takes.</param>
/// <param name="place">Its place among them.</param>
internal sealed class PlannedStart(PlannedStarts starts, CapacityUnits units, LinkedListNode<Waiter> place)
{
    public PlannedStarts Starts => starts;

    public CapacityUnits Units => units;

    public LinkedListNode<Waiter> Place => place;

    public Route Route => starts.Route;
}
