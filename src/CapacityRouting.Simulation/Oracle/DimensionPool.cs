namespace CapacityRouting.Simulation.Oracle;

/// <summary>
/// The limits of several providers in one unit, as one bucket. Its size and rate change when an outage removes or returns a provider.
/// </summary>
/// <param name="Dimension">The dimension of the limits.</param>
/// <param name="Missing">Units that are missing from a full bucket at the start.</param>
/// <param name="Changes">The bucket's size and rate, from each time on. The first change is at zero.</param>
internal sealed record DimensionPool(CapacityDimension Dimension, double Missing, IReadOnlyList<PoolChange> Changes)
{
    /// <summary>The pool. Null when one of the providers does not limit that unit: the providers together then do not limit it.</summary>
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
