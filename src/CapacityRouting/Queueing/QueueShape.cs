using System.Numerics;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>
/// The features that make waiters alike to the queue. Where one waiter cannot start, none of the same shape behind it can. So a pass looks only at the first of each shape.
/// Sizes and patiences count as alike within a factor of two.
/// </summary>
/// <param name="Interest">The routes that could take the request at some time. A change at any of them may start it.</param>
/// <param name="Fits">The routes whose current limits and context window hold the request.</param>
/// <param name="Preferred">The routes that hold the state that the request continues.</param>
/// <param name="Size">The most tokens that the request reserves at a route, as a power of two.</param>
/// <param name="Patience">The time it waits for a better route than one that could take it now, as a power of two.</param>
/// <param name="Planned">The index of the better route that it waits for; -1 where it takes the first route that can.</param>
internal readonly record struct QueueShape(ulong Interest, ulong Fits, ulong Preferred, int Size, int Patience, int Planned)
{
    /// <param name="waiter">The request.</param>
    /// <param name="planned">The route of its expected start; null while it is unknown.</param>
    /// <param name="routes">The routes.</param>
    public static QueueShape Of(Waiter waiter, Route? planned, Route[] routes)
    {
        ulong interest = 0;
        ulong fits = 0;
        long size = Math.Max(1, waiter.Tokens);
        foreach (Route route in routes)
        {
            if (!RoutePlanner.Concerns(route, waiter.Demand, waiter.Budget))
                continue;
            interest |= route.Bit;
            if (!RoutePlanner.Fits(route, waiter.Demand, waiter.Budget))
                continue;
            fits |= route.Bit;
            size = Math.Max(size, route.UnitsOf(waiter.Demand).Tokens);
        }

        bool isPatient = waiter.PrefersUntil > waiter.JoinedAt;
        return new(
            interest,
            fits,
            waiter.Demand.Affinity?.Preferred ?? 0,
            BitOperations.Log2((ulong)size),
            isPatient ? BitOperations.Log2((ulong)Math.Min(waiter.PrefersUntil - waiter.JoinedAt, Clock.Never)) : -1,
            isPatient ? planned?.Index ?? -1 : -1);
    }
}
