using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>What one estimator of the user's said of one request: so many tokens, or what was wrong with its answer.</summary>
internal sealed record InputEstimate(ITokenEstimator Estimator, long Tokens, string? Problem)
{
    /// <summary>What another estimator said of the same request before.</summary>
    public InputEstimate? Next { get; init; }

    /// <summary>Asks. A user's mistake there must not cost a call.</summary>
    public static InputEstimate By(ITokenEstimator estimator, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        try
        {
            long tokens = estimator.EstimateInputTokens(messages, options);
            return new(estimator, tokens, tokens < 0 ? "returned less than zero" : null);
        }
        catch (Exception thrown)
        {
            return new(estimator, -1, $"threw {thrown.GetType().Name}");
        }
    }
}
