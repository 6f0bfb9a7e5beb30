namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>What a provider enforces where that is not what is configured.</summary>
/// <param name="Amounts">The units of those dimensions that differ.</param>
/// <param name="MaxConcurrentRequests">Calls under way at once, where that differs.</param>
/// <param name="Burst">What a full bucket of a minute's limit holds, as the time in which it flows in; null for the whole minute.</param>
internal sealed record TrueLimits(IReadOnlyDictionary<CapacityDimension, long> Amounts, int? MaxConcurrentRequests, TimeSpan? Burst)
{
    public static TrueLimits AsConfigured { get; } = new(new Dictionary<CapacityDimension, long>(), null, null);
}
