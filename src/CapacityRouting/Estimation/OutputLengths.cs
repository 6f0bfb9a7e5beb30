using System.Collections.Concurrent;
using CapacityRouting.Atomics;

namespace CapacityRouting.Estimation;

/// <summary>
/// The likely lengths of a route's answers. Each purpose has a guess of its own, as calls of one purpose have answers of similar length. All calls
/// without a purpose share one guess.
/// </summary>
internal sealed class OutputLengths
{
    /// <summary>The maximum number of purposes. It keeps a caller with a new purpose for every call from filling the memory.</summary>
    public const int MostPurposes = 64;

    // Used until a provider reports usage. Most answers of chat models are shorter (ServeGen, 2025), and the first few reports improve it.
    private const int FirstGuess = 256;
    private const double ReservedQuantile = 0.8;

    private readonly LearnedQuantile _common = new(ReservedQuantile, FirstGuess);
    private readonly ConcurrentDictionary<string, LearnedQuantile> _purposes = new(StringComparer.OrdinalIgnoreCase);
    private int _places;

    public long Likely(string? purpose) => (OwnOf(purpose) ?? _common).Value;

    /// <summary>Learns from an answer. It corrects the guess that reserved it, and the first answer of a purpose begins that purpose's own guess.</summary>
    public void Observe(string? purpose, long tokens)
    {
        if (OwnOf(purpose) is { } own)
        {
            own.Observe(tokens);
            return;
        }

        _common.Observe(tokens);
        if (purpose is not null)
            Begin(purpose, tokens);
    }

    private LearnedQuantile? OwnOf(string? purpose) =>
        purpose is not null && _purposes.TryGetValue(purpose, out LearnedQuantile? own) ? own : null;

    /// <summary>Begins at the first answer, not at the common guess: a quantile rises fast and falls slowly.</summary>
    private void Begin(string purpose, long tokens)
    {
        if (Atomic.VolatileRead(in _places) >= MostPurposes)
            return;
        if (Atomic.Add(ref _places, 1) > MostPurposes || !_purposes.TryAdd(purpose, new(ReservedQuantile, Math.Clamp(tokens, 1, int.MaxValue))))
            Atomic.Add(ref _places, -1);
    }
}
