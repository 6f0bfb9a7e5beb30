using CapacityRouting.Routing;

namespace CapacityRouting.Tests.Routing;

/// <summary>A policy of a test's: the user's order from its end.</summary>
internal sealed class LastFirstSelector : IRouteSelector
{
    public bool Select(ref Selection selection)
    {
        for (int i = selection.Routes.Length - 1; i >= 0; i--)
            if (selection.TryTake(selection.Routes[i], selection.Reserve))
                return true;
        return false;
    }
}
