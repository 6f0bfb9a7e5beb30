namespace CapacityRouting.Routing;

/// <summary>
/// The default policy: the user's order. The first route above the preferred reserve is chosen. Below that reserve the order no longer counts, and the load is spread:
/// the route with the largest share left comes first.
/// </summary>
internal sealed class OrderedSelector : IRouteSelector
{
    public static OrderedSelector Instance { get; } = new();

    public bool Select(ref Selection selection)
    {
        foreach (Route route in selection.Routes)
            if (selection.TryTake(route, selection.PreferredReserve))
                return true;
        return selection.PreferredReserve > selection.Reserve && TryTakeFullest(ref selection);
    }

    private static bool TryTakeFullest(ref Selection selection)
    {
        while (Fullest(selection) is { } fullest)
            if (selection.TryTake(fullest, selection.Reserve))
                return true;
        return false;
    }

    private static Route? Fullest(in Selection selection)
    {
        Route? fullest = null;
        double most = double.NegativeInfinity;
        foreach (Route route in selection.Routes)
            if (!selection.IsRuledOut(route) && selection.LeftShareOf(route) is var left && left > most)
                (fullest, most) = (route, left);
        return fullest;
    }
}
