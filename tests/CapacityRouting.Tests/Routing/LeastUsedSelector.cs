using CapacityRouting.Routing;

namespace CapacityRouting.Tests.Routing;

/// <summary>A policy of a test's: the route first that has most left. A policy that gives routes points is one like it.</summary>
internal sealed class LeastUsedSelector : IRouteSelector
{
    public bool Select(ref Selection selection)
    {
        while (Best(selection) is { } best)
            if (selection.TryTake(best, selection.Reserve))
                return true;
        return false;
    }

    private static Route? Best(in Selection selection)
    {
        Route? best = null;
        foreach (Route route in selection.Routes)
            if (!selection.IsRuledOut(route) && (best is null || selection.LeftShareOf(route) > selection.LeftShareOf(best)))
                best = route;
        return best;
    }
}
