namespace CapacityRouting.Simulation.Oracle;

/// <summary>What a set of providers can serve together: the tightest of the bounds that each unit sets.</summary>
internal sealed class PoolBound(Workload workload, IReadOnlyList<ProviderSettings> providers, TimeSpan patience, Func<SimulatedCall, double> worth)
{
    private static readonly CapacityDimension[] Dimensions = Enum.GetValues<CapacityDimension>();

    /// <param name="set">The providers, as bits.</param>
    public double Of(uint set)
    {
        ProviderSettings[] members = [.. providers.Where((_, i) => (set >> i & 1) == 1)];
        SimulatedCall[] fitting = [.. workload.Calls.Where(call => Array.Exists(members, member => Fits(call, member)))];
        double bound = fitting.Sum(worth);
        foreach (CapacityDimension dimension in Dimensions)
            if (DimensionPool.Of(dimension, members, patience, fitting) is { } pool)
                bound = Math.Min(bound, Flow(pool, members, fitting));
        return bound;
    }

    private static bool Fits(SimulatedCall call, ProviderSettings provider) => provider.ContextWindow is not { } window || call.InputTokens <= window;

    private double Flow(DimensionPool pool, ProviderSettings[] members, SimulatedCall[] calls)
    {
        FluidBucket bucket = new(pool);
        foreach (SimulatedCall call in calls)
            bucket.Pour(call.At, members.Where(member => Fits(call, member)).Min(member => ChargeOf(call, member, pool.Dimension)), worth(call));
        return bucket.Worth;
    }

    /// <summary>The least that a provider charges for it, all in all.</summary>
    private static double ChargeOf(SimulatedCall call, ProviderSettings provider, CapacityDimension dimension)
    {
        ChargeRule rule = provider.Charge;
        long output = rule is { ReservesMaxOutput: true, ReturnsUnusedOutput: false } && call.MaxOutputTokens is { } most ? most : call.OutputTokens;
        return dimension switch
        {
            CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay => 1,
            CapacityDimension.InputTokensPerMinute => call.InputTokens,
            CapacityDimension.OutputTokensPerMinute => output,
            _ => call.InputTokens + output,
        };
    }
}
