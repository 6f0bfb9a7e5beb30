namespace CapacityRouting.Simulation.Oracle;

/// <summary>
/// One unit's limits of several providers as one bucket, whose size and rate change when an outage takes a provider away or gives it back.
/// </summary>
/// <param name="Dimension">What it counts.</param>
/// <param name="Missing">Units that are missing from a full bucket at the start.</param>
/// <param name="Changes">What it holds and what flows in, from each time on; the first one at zero.</param>
internal sealed record DimensionPool(CapacityDimension Dimension, double Missing, IReadOnlyList<PoolChange> Changes)
{
    /// <summary>The pool, or null when one of the providers does not limit that unit: then together they don't.</summary>
    public static DimensionPool? Of(CapacityDimension dimension, ProviderSettings[] members, TimeSpan patience, SimulatedCall[] calls)
    {
        List<PoolMember> pooled = [];
        foreach (ProviderSettings member in members)
        {
            if (member.Limits.Where(limit => limit.Dimension == dimension).MinBy(limit => limit.Amount) is not { } limit)
                return null;
            pooled.Add(new(limit, member, patience, calls));
        }

        TimeSpan[] times = [.. pooled.SelectMany(member => member.Times).Append(TimeSpan.Zero).Where(time => time >= TimeSpan.Zero).Distinct().Order()];
        return new(dimension, pooled.Sum(member => member.MissingAtStart), [.. times.Select(time => Change(time, pooled))]);
    }

    private static PoolChange Change(TimeSpan time, List<PoolMember> members) => new(time, members.Sum(member => member.HeldAt(time)), members.Sum(member => member.RateAt(time)));
}
