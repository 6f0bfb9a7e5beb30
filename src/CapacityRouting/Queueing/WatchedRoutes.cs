using CapacityRouting.Capacity;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>The routes that somebody waits for: what changes there is told to the queue, and what changes elsewhere costs it nothing. Not thread-safe.</summary>
/// <param name="table">The routes.</param>
/// <param name="watcher">Who is told.</param>
internal sealed class WatchedRoutes(RouteTable table, ISlotWatcher watcher)
{
    // Those of shared quotas too, each once, however many routes draw on it.
    private readonly Dictionary<Slots, int> _watched = new(ReferenceEqualityComparer.Instance);

    public void Add(ulong routes)
    {
        foreach (Slots slots in SlotsOf(routes))
            if ((_watched[slots] = _watched.GetValueOrDefault(slots) + 1) == 1)
                slots.Watch(watcher);
    }

    public void Remove(ulong routes)
    {
        foreach (Slots slots in SlotsOf(routes))
            if (--_watched[slots] == 0)
            {
                _watched.Remove(slots);
                slots.Unwatch(watcher);
            }
    }

    private IEnumerable<Slots> SlotsOf(ulong routes)
    {
        foreach (Route route in table.Routes)
            if ((routes & route.Bit) != 0)
                for (Quota? quota = route.Quota; quota is not null; quota = quota.Within)
                    yield return quota.Slots;
    }
}
