using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Providers;

/// <summary>The gates of a provider: one, or one for each shard, of which each request meets one by chance. Not thread-safe; the provider holds the lock.</summary>
internal sealed class ShardedGate
{
    private readonly ProviderGate[] _gates;
    private readonly double[] _parts;
    private int _inFlight;

    public ShardedGate(ProviderSettings settings)
    {
        _parts = [.. settings.Shards.Select(part => part / settings.Shards.Sum())];
        _gates = _parts.Length == 0 ? [new(settings)] : [.. _parts.Select(_ => new ProviderGate(PartOf(settings)))];
    }

    public int PeakInFlight { get; private set; }

    /// <summary>The shard of the next request. Chance is drawn only where there is a choice.</summary>
    public int Draw(Random random)
    {
        double left = _parts.Length == 0 ? 0 : random.NextDouble();
        int shard = 0;
        while (shard < _gates.Length - 1 && (left -= _parts[shard]) >= 0)
            shard++;
        return shard;
    }

    public Refusal? Enter(int shard, Charge charge, TimeSpan now)
    {
        Refusal? refusal = _gates[shard].Enter(charge, now);
        if (refusal is null)
            PeakInFlight = Math.Max(PeakInFlight, ++_inFlight);
        return refusal;
    }

    public void Leave(int shard)
    {
        _inFlight--;
        _gates[shard].Leave();
    }

    public void Take(int shard, Charge charge, TimeSpan now) => _gates[shard].Take(charge, now);

    /// <summary>The state of the limits as a whole: the sum over the shards.</summary>
    public Standing[] Told(TimeSpan now) => _gates.Length == 1 ? _gates[0].Told(now) : Sum([.. _gates.Select(gate => gate.Told(now))]);

    private static ProviderSettings PartOf(ProviderSettings settings) =>
        settings with { Limits = [.. settings.Limits.Select(limit => LimitChange.Scaled(limit, 1.0 / settings.Shards.Count))] };

    private static Standing[] Sum(Standing[][] shards) =>
    [
        .. Enumerable.Range(0, shards[0].Length).Select(i => new Standing(
            shards[0][i].Dimension,
            shards.Sum(shard => shard[i].Limit),
            shards.Sum(shard => shard[i].Remaining),
            shards.Max(shard => shard[i].UntilFull),
            shards.Average(shard => shard[i].Utilization))),
    ];
}
