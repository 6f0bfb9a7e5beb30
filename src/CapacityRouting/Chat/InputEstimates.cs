using CapacityRouting.Atomics;
using CapacityRouting.Estimation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat;

/// <summary>
/// The estimates of the user's estimators for one request. Each estimator is asked once: a tokenizer takes time, and an attempt asks several times.
/// Thread-safe, since the queue asks on the thread of any call that leaves a route.
/// </summary>
internal sealed class InputEstimates(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
{
    private Answer? _first;

    public InputEstimate By(ITokenEstimator estimator)
    {
        Answer? first = Atomic.VolatileRead(in _first);
        for (Answer? known = first; known is not null; known = known.Next)
            if (ReferenceEquals(known.Estimator, estimator))
                return known.Estimate;

        // A lost race forgets one estimate, which is then asked for again.
        InputEstimate asked = Ask(estimator);
        Atomic.CompareAndSwap(ref _first, first, new(estimator, asked, first));
        return asked;
    }

    /// <summary>A user's mistake in an estimator must not cost a call.</summary>
    private InputEstimate Ask(ITokenEstimator estimator)
    {
        string name = estimator.GetType().Name;
        try
        {
            long tokens = estimator.EstimateInputTokens(messages, options);
            return new(name, tokens, tokens < 0 ? "returned less than zero" : null);
        }
        catch (Exception thrown)
        {
            return new(name, -1, $"threw {thrown.GetType().Name}");
        }
    }

    private sealed record Answer(ITokenEstimator Estimator, InputEstimate Estimate, Answer? Next);
}
