namespace CapacityRouting;

/// <summary>The use of one limit at one moment.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Quota">The owner of the limit: <c>Routes:</c> and the route's name, or <c>Quotas:</c> and the name of a shared quota.</param>
/// <param name="Dimension">What the limit counts.</param>
/// <param name="Used">The amount missing to the full limit, with the step that is reserved ahead of it: requests, tokens, or money in the currency of the prices.</param>
/// <param name="At">The moment, by the wall clock.</param>
public sealed record QuotaUsage(string Quota, CapacityDimension Dimension, decimal Used, DateTimeOffset At);
