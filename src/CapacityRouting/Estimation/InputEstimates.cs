using CapacityRouting.Atomics;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>
/// What the user's estimators said of one request, so that each is asked once: a tokenizer takes its time, and an attempt asks several times.
/// Thread-safe, since whoever leaves a route looks after those that wait for it.
/// </summary>
internal sealed class InputEstimates(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
{
    private InputEstimate? _first;

    public InputEstimate By(ITokenEstimator estimator)
    {
        InputEstimate? first = Atomic.Read(in _first);
        for (InputEstimate? known = first; known is not null; known = known.Next)
            if (ReferenceEquals(known.Estimator, estimator))
                return known;

        // A lost race forgets one answer, and it is asked for again.
        InputEstimate asked = InputEstimate.By(estimator, messages, options) with { Next = first };
        Atomic.TrySwap(ref _first, first, asked);
        return asked;
    }
}
