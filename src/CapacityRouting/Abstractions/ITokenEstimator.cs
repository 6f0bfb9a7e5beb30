using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>Estimates the input tokens of a request before it is sent, with a model's own tokenizer for example.</summary>
/// <remarks>
/// Implementations must be thread-safe. The router asks at most once for a request, on the caller's path, so the estimate should be fast. Routes that share an estimator share
/// its answer. The router learns an error of a constant factor from the usage that the provider reports.
/// </remarks>
/// <example>
/// <code>
/// internal sealed class TiktokenEstimator(TiktokenTokenizer tokenizer) : ITokenEstimator
/// {
///     public long EstimateInputTokens(IReadOnlyList&lt;ChatMessage&gt; messages, ChatOptions? options) =&gt;
///         tokenizer.CountTokens(options?.Instructions ?? string.Empty) + messages.Sum(message =&gt; 4L + tokenizer.CountTokens(message.Text));
/// }
/// </code>
/// </example>
public interface ITokenEstimator
{
    /// <summary>
    /// Estimates one request. An exception or a negative value falls back to the built-in estimate. It is logged once for each route and never fails a call.
    /// </summary>
    /// <param name="messages">The caller's messages. Do not change them.</param>
    /// <param name="options">The caller's options, or null. Do not change them.</param>
    /// <returns>The input tokens, zero or more.</returns>
    long EstimateInputTokens(IReadOnlyList<ChatMessage> messages, ChatOptions? options);
}
