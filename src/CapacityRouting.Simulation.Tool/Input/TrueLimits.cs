namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>The enforced limits of a provider, where they differ from the configured ones.</summary>
/// <param name="Amounts">The units of the dimensions that differ.</param>
/// <param name="MaxConcurrentRequests">The limit of concurrent calls, where it differs.</param>
/// <param name="Burst">The size of a full bucket of a minute's limit, as the time in which it flows in. Null for the whole minute.</param>
internal sealed record TrueLimits(IReadOnlyDictionary<CapacityDimension, long> Amounts, int? MaxConcurrentRequests, TimeSpan? Burst)
{
    public static TrueLimits AsConfigured { get; } = new(new Dictionary<CapacityDimension, long>(), null, null);
}
