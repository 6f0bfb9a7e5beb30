using CapacityRouting.Capacity;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

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
