namespace CapacityRouting;

/// <summary>How much of one limit was used at one moment. Immutable.</summary>
/// <param name="Quota">Whose limit: <c>Routes:</c> and the route's name, or <c>Quotas:</c> and the name of a shared quota.</param>
/// <param name="Dimension">What it counts.</param>
/// <param name="Used">What was missing to the full limit: requests, tokens, or money in the currency of the prices.</param>
/// <param name="At">The moment, by the time of day.</param>
public sealed record QuotaUsage(string Quota, CapacityDimension Dimension, decimal Used, DateTimeOffset At);
