namespace CapacityRouting.Routing;

/// <summary>
/// The default policy: the user's order. The first route above the preferred reserve is chosen. Below that reserve the order no longer counts, and the load is spread:
/// the route with the largest share left comes first. Routes that have lost their preference come last.
/// </summary>
internal sealed class OrderedSelector : IRouteSelector
{
    public static OrderedSelector Instance { get; } = new();

    public bool Select(ref Selection selection)
    {
        ulong slow = 0;
        foreach (Route route in selection.Routes)
            if (selection.HasLostPreference(route))
                slow |= route.Bit;
            else if (selection.TryTake(route, selection.PreferredReserve))
                return true;
        return (selection.PreferredReserve > selection.Reserve && TryTakeFullest(ref selection, slow)) || (slow != 0 && TryTakeSlow(ref selection, slow));
    }

    private static bool TryTakeSlow(ref Selection selection, ulong slow)
    {
        foreach (Route route in selection.Routes)
            if ((slow & route.Bit) != 0 && selection.TryTake(route, selection.Reserve))
                return true;
        return false;
    }

    private static bool TryTakeFullest(ref Selection selection, ulong slow)
    {
        while (Fullest(selection, slow) is { } fullest)
            if (selection.TryTake(fullest, selection.Reserve))
                return true;
        return false;
    }

    private static Route? Fullest(in Selection selection, ulong slow)
    {
        Route? fullest = null;
        double most = double.NegativeInfinity;
        foreach (Route route in selection.Routes)
            if ((slow & route.Bit) == 0 && !selection.IsRuledOut(route) && selection.LeftShareOf(route) is var left && left > most)
                (fullest, most) = (route, left);
        return fullest;
    }
}
