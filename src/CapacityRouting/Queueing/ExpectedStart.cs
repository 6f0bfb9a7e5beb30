using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>When and where a request would start.</summary>
/// <param name="Route">The route; null while it is unknown.</param>
/// <param name="Start">The time of the start.</param>
/// <param name="MayBeEarlier">Whether calls at some route may end early enough for a start in time, at an unknown time.</param>
/// <param name="IsEstimate">Whether the start is an estimate of when calls under way will end.</param>
/// <param name="IsHeld">Whether a waiter before this one starts at the route first.</param>
/// <param name="NextDue">When time alone opens the next route.</param>
internal readonly record struct ExpectedStart(Route? Route, long Start, bool MayBeEarlier, bool IsEstimate, bool IsHeld, long NextDue)
{
    /// <summary>Whether time alone brings the start about.</summary>
    public bool IsDue => Route is not null && !IsEstimate && !IsHeld;

    public bool IsInTime(Waiter waiter) => MayBeEarlier || Start <= waiter.Latest;

    /// <summary>The route that can take the waiter now, else the route with the earliest start. Takes nothing.</summary>
    public static ExpectedStart Of(Waiter waiter, StartForecast forecast, RouteTable table, long now)
    {
        Admission none = default;
        Selection selection = new(table, waiter.Demand, waiter.Budget, now, ref none)
        {
            Aim = SelectionAim.Look,
            Latest = waiter.Latest,
            Horizon = waiter.PrefersUntil,
            HasWaited = waiter.HasWaited,
            Forecast = forecast,
        };
        return selection.TryFind() || selection.TryFindLater()
            ? new(selection.Route, selection.Start, selection.MayBeEarlier, selection.IsEstimate, forecast.IsHeld(selection.Route!, now), selection.NextDue)
            : new(null, Clock.Never, selection.MayBeEarlier, IsEstimate: false, IsHeld: false, selection.NextDue);
    }
}
