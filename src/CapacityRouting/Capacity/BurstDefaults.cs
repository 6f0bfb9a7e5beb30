namespace CapacityRouting.Capacity;

/// <summary>What a per-minute bucket holds where the settings don't say, as the time in which it flows back; for each kind of unit.</summary>
internal readonly record struct BurstDefaults(TimeSpan Requests, TimeSpan Tokens)
{
    /// <summary>For a provider of which nothing is known: minutes are enforced in finer grains that are seldom documented.</summary>
    public static BurstDefaults Unknown { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

    /// <summary>These, unless the settings say otherwise.</summary>
    public BurstDefaults Or(TimeSpan? configured) => configured is { } burst ? new(burst, burst) : this;

    public TimeSpan Of(CapacityDimension dimension) => dimension == CapacityDimension.RequestsPerMinute ? Requests : Tokens;
}
