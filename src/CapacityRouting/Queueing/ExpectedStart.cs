using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>When and where a request would start.</summary>
/// <param name="Route">Where; null where nobody knows.</param>
/// <param name="Start">When.</param>
/// <param name="MayBeEarlier">Whether it could start in time at some route, once calls there have ended: nobody knows when.</param>
/// <param name="IsEstimate">Whether it is an estimate of when calls under way will end.</param>
/// <param name="IsHeld">Whether somebody before it starts there first.</param>
/// <param name="NextDue">When time alone opens the next route.</param>
internal readonly record struct ExpectedStart(Route? Route, long Start, bool MayBeEarlier, bool IsEstimate, bool IsHeld, long NextDue)
{
    /// <summary>Whether time alone brings it about.</summary>
    public bool IsDue => Route is not null && !IsEstimate && !IsHeld;

    public bool IsInTime(Waiter waiter) => MayBeEarlier || Start <= waiter.Latest;

    /// <summary>Where the waiter would go now, else where it starts earliest. Nothing is taken.</summary>
    public static ExpectedStart Of(Waiter waiter, StartForecast forecast, RouteTable table, long now)
    {
        Admission none = default;
        Selection selection = new(table, waiter.Demand, waiter.Budget, now, ref none)
        {
            Aim = SelectionAim.Look,
            Latest = waiter.Latest,
            Horizon = waiter.PrefersUntil,
            HasWaited = waiter.HasWaited,
            Foresight = forecast,
        };
        return selection.TryFind() || selection.TryFindLater()
            ? new(selection.Route, selection.Start, selection.MayBeEarlier, selection.IsEstimate, forecast.IsHeld(selection.Route!, now), selection.NextDue)
            : new(null, Clock.Never, selection.MayBeEarlier, IsEstimate: false, IsHeld: false, selection.NextDue);
    }
}
