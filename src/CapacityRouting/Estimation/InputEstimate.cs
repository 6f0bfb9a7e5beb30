namespace CapacityRouting.Estimation;

/// <summary>The answer of one user-supplied estimator for one request: a number of tokens, or a problem. Immutable.</summary>
/// <param name="Estimator">The estimator's type, by name.</param>
/// <param name="Tokens">The input tokens.</param>
/// <param name="Problem">The problem; null for an answer that counts.</param>
internal sealed record InputEstimate(string Estimator, long Tokens, string? Problem);
