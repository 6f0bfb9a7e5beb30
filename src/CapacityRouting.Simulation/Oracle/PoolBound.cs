namespace CapacityRouting.Simulation.Oracle;

/// <summary>The bound on a set of providers: the tightest of the bounds of each unit. A set is a number whose bits are its providers.</summary>
internal sealed class PoolBound
{
    private static readonly CapacityDimension[] Dimensions = Enum.GetValues<CapacityDimension>();

    private readonly IReadOnlyList<ProviderSettings> _providers;
    private readonly TimeSpan _patience;
    private readonly Func<SimulatedCall, double> _worth;
    private readonly (SimulatedCall Call, uint Kind)[] _calls;

    public PoolBound(Workload workload, IReadOnlyList<ProviderSettings> providers, TimeSpan patience, Func<SimulatedCall, double> worth)
    {
        _providers = providers;
        _patience = patience;
        _worth = worth;
        _calls = [.. workload.Calls.Select(call => (call, KindOf(call)))];
    }

    public double Of(uint set)
    {
        ProviderSettings[] members = [.. _providers.Where((_, i) => (set >> i & 1) == 1)];
        (SimulatedCall Call, uint Kind)[] fitting = Array.FindAll(_calls, call => (call.Kind & set) != 0);
        SimulatedCall[] calls = Array.ConvertAll(fitting, call => call.Call);
        double bound = calls.Sum(_worth);
        foreach (CapacityDimension dimension in Dimensions)
            if (DimensionPool.Of(dimension, members, _patience, calls) is { } pool)
                bound = Math.Min(bound, Flow(pool, set, fitting));
        return bound;
    }

    private double Flow(DimensionPool pool, uint set, (SimulatedCall Call, uint Kind)[] calls)
    {
        FluidBucket bucket = new(pool);
        foreach ((SimulatedCall call, uint kind) in calls)
            bucket.Pour(call.At, kind, LeastCharge(call, kind & set, pool.Dimension), _worth(call));
        return bucket.Total();
    }

    /// <summary>The providers that the call fits.</summary>
    private uint KindOf(SimulatedCall call)
    {
        uint kind = 0;
        for (int i = 0; i < _providers.Count; i++)
            if (_providers[i].ContextWindow is not { } window || call.InputTokens <= window)
                kind |= 1u << i;
        return kind;
    }

    private double LeastCharge(SimulatedCall call, uint providers, CapacityDimension dimension)
    {
        double least = double.PositiveInfinity;
        for (int i = 0; i < _providers.Count; i++)
            if ((providers >> i & 1) == 1)
                least = Math.Min(least, _providers[i].Charge.InAll(call, dimension));
        return least;
    }
}
