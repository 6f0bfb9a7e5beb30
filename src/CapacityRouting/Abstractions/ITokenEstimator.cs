using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Estimates how many input tokens a request has, before it is sent: with a model's own tokenizer, for example.</summary>
/// <remarks>
/// Must be thread-safe. It is asked at most once for a request, on the caller's path, so it should be fast; routes that share an estimator share
/// its answer. What it gets wrong by a constant factor the router learns from the usage that the provider reports.
/// </remarks>
public interface ITokenEstimator
{
    /// <summary>
    /// Estimates a request. If it throws or returns less than zero, the built-in estimate counts; that is logged once for each route and never fails a call.
    /// </summary>
    /// <param name="messages">The messages, as the caller gave them; not to be changed.</param>
    /// <param name="options">The options, as the caller gave them, or null; not to be changed.</param>
    /// <returns>The input tokens, zero or more.</returns>
    long EstimateInputTokens(IReadOnlyList<ChatMessage> messages, ChatOptions? options);
}
