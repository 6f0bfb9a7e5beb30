using CapacityRouting.Capacity;

namespace CapacityRouting.Routing;

/// <summary>The start times of a request behind other waiters.</summary>
internal interface IStartForecast
{
    /// <summary>The earliest time at which buckets and health allow the request, after the waiters before it.</summary>
    /// <param name="route">The route.</param>
    /// <param name="demand">The request.</param>
    /// <param name="reserve">The share of its burst that every bucket must have left afterwards.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    long StartOf(Route route, RequestDemand demand, double reserve, long now);

    /// <summary>Whether a waiter before the request starts there first.</summary>
    bool IsHeld(Route route, long now);

    /// <summary>When a slot will be free there, after the waiters before: see <see cref="Quota.FreeAt"/>.</summary>
    long FreeAt(Route route, long now);

    /// <summary>The share of its burst that the route's emptiest bucket will have left at a time, after the waiters before.</summary>
    double LeftShareOf(Route route, long at);
}
