using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>The routes that any waiter waits for. Changes there notify the queue; changes elsewhere cost it nothing. Not thread-safe.</summary>
/// <param name="table">The routes.</param>
/// <param name="watcher">The queue, which is notified.</param>
internal sealed class WatchedRoutes(RouteTable table, ISlotWatcher watcher)
{
    // Includes the limiters of parent quotas, each once, however many routes draw on it.
    private readonly Dictionary<ConcurrencyLimiter, int> _watched = new(ReferenceEqualityComparer.Instance);

    private readonly int[] _interested = new int[table.Routes.Length];
    private long _routes;

    /// <summary>All watched routes. Read without the lock of the queue.</summary>
    public ulong Routes => (ulong)Atomic.VolatileRead(in _routes);

    public void Add(ulong routes)
    {
        Count(routes, 1);
        foreach (ConcurrencyLimiter slots in SlotsOf(routes))
            if ((_watched[slots] = _watched.GetValueOrDefault(slots) + 1) == 1)
                slots.Watch(watcher);
    }

    public void Remove(ulong routes)
    {
        Count(routes, -1);
        foreach (ConcurrencyLimiter slots in SlotsOf(routes))
            if (--_watched[slots] == 0)
            {
                _watched.Remove(slots);
                slots.Unwatch(watcher);
            }
    }

    private void Count(ulong routes, int sign)
    {
        ulong all = 0;
        foreach (Route route in table.Routes)
        {
            if ((routes & route.Bit) != 0)
                _interested[route.Index] += sign;
            if (_interested[route.Index] > 0)
                all |= route.Bit;
        }

        Atomic.VolatileWrite(ref _routes, (long)all);
    }

    private IEnumerable<ConcurrencyLimiter> SlotsOf(ulong routes)
    {
        foreach (Route route in table.Routes)
            if ((routes & route.Bit) != 0)
                for (Quota? quota = route.Quota; quota is not null; quota = quota.Parent)
                    yield return quota.Slots;
    }
}
