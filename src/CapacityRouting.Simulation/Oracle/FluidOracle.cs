using CapacityRouting.Simulation.Oracle;

namespace CapacityRouting.Simulation;

/// <summary>
/// The fluid upper bound: a router that takes calls as they come, whatever their size, serves no more of them than this, even with knowledge of the future.
/// <c>docs/simulation.md</c> derives it.
/// </summary>
/// <remarks>
/// <para>
/// Take any set of providers and one unit that all of them limit. The calls that arrive up to a time and are served by the set were admitted at the
/// latest a patience later. So they draw on one pooled bucket: the sum of the bursts, and of the rates over that time and the patience. Calls are a
/// fluid: in a shortage, each gets the same part. A set is bounded by its tightest unit. All providers together are bounded by the best partition: some
/// providers each alone, the others as a pool.
/// </para>
/// <para>
/// A router that picks calls by their size can pass it: small ones where room is scarce make more calls, and each where its size costs least makes more tokens too. Thread-safe.
/// </para>
/// </remarks>
public static class FluidOracle
{
    // With more providers, only the obvious partitions are tried. The bound stays valid.
    private const int MostForAllPartitions = 6;

    /// <summary>Derives the bound.</summary>
    /// <param name="workload">The calls.</param>
    /// <param name="providers">The providers, with their true limits, faults and neighbours.</param>
    /// <param name="patience">How long a call may wait.</param>
    /// <exception cref="ArgumentNullException"><paramref name="workload"/> or <paramref name="providers"/> is null.</exception>
    public static OracleBound Of(Workload workload, IReadOnlyList<ProviderSettings> providers, TimeSpan patience)
    {
        ArgumentNullException.ThrowIfNull(workload);
        ArgumentNullException.ThrowIfNull(providers);
        Bound requests = new(workload, providers, patience, call => 1);
        Bound tokens = new(workload, providers, patience, call => call.InputTokens + call.OutputTokens);
        return new(requests.OfAll(), tokens.OfAll(), requests.Alone);
    }

    /// <summary>The bound on one kind of worth: calls, or tokens.</summary>
    private sealed class Bound
    {
        private readonly PoolBound _pool;
        private readonly int _providers;

        public Bound(Workload workload, IReadOnlyList<ProviderSettings> providers, TimeSpan patience, Func<SimulatedCall, double> worth)
        {
            _pool = new(workload, providers, patience, worth);
            _providers = providers.Count;
            Alone = [.. Enumerable.Range(0, _providers).Select(provider => _pool.Of(1u << provider))];
        }

        public double[] Alone { get; }

        public double OfAll() => Partitions().Min(pooled => _pool.Of(pooled) + Alone.Where((_, i) => (pooled >> i & 1) == 0).Sum());

        /// <summary>The pooled providers, as bits. The others stand alone.</summary>
        private IEnumerable<uint> Partitions()
        {
            uint all = (uint)((1ul << _providers) - 1);
            return _providers <= MostForAllPartitions
                ? Enumerable.Range(0, 1 << _providers).Select(bits => (uint)bits)
                : Enumerable.Range(0, _providers).Select(provider => all & ~(1u << provider)).Append(all).Append(0u);
        }
    }
}
