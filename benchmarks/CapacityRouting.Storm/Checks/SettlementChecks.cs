using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Virtual;

namespace CapacityRouting.Storm.Checks;

/// <summary>Adds up what each attempt must have been charged, and holds it against what is gone from its route's months, in which nothing flows back.</summary>
internal static class SettlementChecks
{
    // Of a token, since what a bucket holds is rounded up at each step.
    private const double Exact = 0.5;
    private const decimal TokensForOne = 1_000_000;

    public static IEnumerable<string> Of(CapacitySnapshot snapshot, IReadOnlyList<StormCall> calls)
    {
        foreach (RouteSnapshot route in snapshot.Routes)
        {
            Visit[] visits = [.. calls.SelectMany(call => call.Visits).Where(visit => visit.Route == route.Name)];
            long tokens = visits.Sum(TokensOf);
            foreach (BucketSnapshot bucket in route.Buckets)
                if (Difference(route.Name, bucket.Dimension, (double)((bucket.Limit - bucket.Level) * (bucket.IsBudget ? TokensForOne : 1)), bucket.Dimension == CapacityDimension.RequestsPerMonth ? visits.Length : tokens) is { } difference)
                    yield return difference;
        }
    }

    private static string? Difference(string route, CapacityDimension dimension, double used, double expected) => Math.Abs(used - expected) > Exact
        ? FormattableString.Invariant($"{route} was charged {used:F3} in {dimension}, and {expected} is what its attempts came to")
        : null;

    private static long TokensOf(Visit visit)
    {
        Flow flow = visit.Flow;
        if (flow.HasSubstance)
            return StepUpdate.InputTokens + (flow.Usage ?? flow.Tokens);
        if (flow.WasCancelled || !visit.IsBroken)
            return StepUpdate.InputTokens;
        return MayHaveRun(visit.Script.Plan) ? StepUpdate.InputTokens + flow.Most!.Value : 0;
    }

    /// <summary>The use of a model that hung, broke off or said nothing is unknown: all that was reserved counts. A refused or failed call charged nothing.</summary>
    private static bool MayHaveRun(AttemptPlan plan) => plan.Fault switch
    {
        StormFault.Silence or StormFault.Stall or StormFault.Endless or StormFault.Cut or StormFault.EndsEarly => true,
        StormFault.SpentStream => !plan.IsEven,
        _ => false,
    };
}
