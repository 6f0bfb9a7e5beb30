namespace CapacityRouting.Routing;

/// <summary>
/// The user's order: the first route that has more than the reserve of preference left. Below that reserve the order no longer counts, and what is left is spread:
/// the route that has most left comes first.
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
