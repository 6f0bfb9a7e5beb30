using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Plans;

namespace CapacityRouting.Storm.Checks;

/// <summary>Looks whether a router is after a storm as it was before: nothing leased, nothing open.</summary>
internal static class RouterChecks
{
    private const decimal Exact = 1e-6m;
    private const int MostCollections = 40;

    /// <summary>Lets the collector find what was forgotten, and the router settle it.</summary>
    public static void Collect(ICapacityMonitor monitor)
    {
        for (int i = 0; i < MostCollections; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();

            // A finaliser may leave its work to the pool, which takes what is queued in order.
            using ManualResetEventSlim turn = new();
            ThreadPool.UnsafeQueueUserWorkItem(static reached => reached.Set(), turn, preferLocal: false);
            turn.Wait();
            if (monitor.GetSnapshot().Routes.All(route => route.InFlight == 0))
                return;
        }
    }

    public static IEnumerable<string> LeasesOf(CapacitySnapshot snapshot)
    {
        foreach (RouteSnapshot route in snapshot.Routes)
            if (route.InFlight != 0)
                yield return $"{route.Name} has {route.InFlight} calls under way after the storm";
    }

    /// <param name="snapshot">Taken when every bucket has had the time to fill.</param>
    public static IEnumerable<string> LevelsOf(CapacitySnapshot snapshot)
    {
        foreach (RouteSnapshot route in snapshot.Routes)
            foreach (BucketSnapshot bucket in route.Buckets)
                if (bucket.ResetsAt is null && bucket.Level < bucket.Burst * (1 - Exact))
                    yield return FormattableString.Invariant($"{route.Name} has {bucket.Level} of {bucket.Burst} left in {bucket.Dimension} long after the storm");
    }

    /// <summary>Every enumerator that was opened is disposed once, except those of callers that forget theirs.</summary>
    public static IEnumerable<string> StreamsOf(StormCall call)
    {
        foreach (Visit visit in call.Visits)
            if (visit.Disposed != visit.Opened && !(call.Plan.Caller is CallerKind.Abandons or CallerKind.AbandonsAmid && call.Outcome == Outcome.Left))
                yield return $"the stream of {visit.Route} was opened {visit.Opened} times and disposed {visit.Disposed} times";
    }
}
