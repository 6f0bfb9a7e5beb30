using CapacityRouting.Capacity;

namespace CapacityRouting.Routing;

/// <summary>When requests start that are not alone.</summary>
internal interface IStartForecast
{
    /// <summary>The earliest time at which buckets and health allow the request, after what others will take before it.</summary>
    /// <param name="route">The route.</param>
    /// <param name="demand">The request.</param>
    /// <param name="reserve">The share of its burst that every bucket must have left then.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    long StartOf(Route route, RequestDemand demand, double reserve, long now);

    /// <summary>Whether somebody starts there before.</summary>
    bool IsHeld(Route route, long now);

    /// <summary>When a slot will be free there, after others have had theirs: see <see cref="Quota.FreeAt"/>.</summary>
    long FreeAt(Route route, long now);

    /// <summary>The share of its burst that the route's emptiest bucket will have left then, after what others will have taken.</summary>
    double LeftShareOf(Route route, long at);
}
