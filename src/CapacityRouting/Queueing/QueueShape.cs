using System.Numerics;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>
/// What makes requests alike to the queue. Where one cannot start, nor can one of the same shape behind it; so of each shape only the first is looked at.
/// Sizes and patiences are alike within a factor of two.
/// </summary>
/// <param name="Interest">The routes that could take it at some time: whatever changes there may let it go.</param>
/// <param name="Fits">The routes whose limits and window hold it as they are now.</param>
/// <param name="Preferred">The routes that hold what it goes on with.</param>
/// <param name="Size">The most tokens that it reserves at a route.</param>
/// <param name="Patience">How long it waits for a better route than one that could take it now.</param>
/// <param name="Planned">The route that it waits for although another might take it before; -1 where it takes the first that can.</param>
internal readonly record struct QueueShape(ulong Interest, ulong Fits, ulong Preferred, int Size, int Patience, int Planned)
{
    /// <param name="waiter">The request.</param>
    /// <param name="planned">Where it is expected to start; null while nobody knows.</param>
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
