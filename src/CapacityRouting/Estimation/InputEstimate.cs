namespace CapacityRouting.Estimation;

/// <summary>The answer of one estimator of the user's for one request: so many tokens, or what was wrong with its answer. Immutable.</summary>
/// <param name="Estimator">The estimator's type, by name.</param>
/// <param name="Tokens">The input tokens.</param>
/// <param name="Problem">What was wrong; null for an answer that counts.</param>
internal sealed record InputEstimate(string Estimator, long Tokens, string? Problem);
