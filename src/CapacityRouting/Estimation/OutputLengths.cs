using System.Collections.Concurrent;
using CapacityRouting.Atomics;

namespace CapacityRouting.Estimation;

/// <summary>
/// How long a route's answers are likely to be: for each purpose of its own, since calls of one purpose have answers of like length, and one
/// guess for all calls without one.
/// </summary>
internal sealed class OutputLengths
{
    /// <summary>Whoever puts something else into every purpose, such as a number, must not fill the memory.</summary>
    public const int MostPurposes = 64;

    // Where a provider reports no usage yet: most answers of chat models are shorter (ServeGen, 2025), and the first few teach better.
    private const int FirstGuess = 256;
    private const double ReservedQuantile = 0.8;

    private readonly LearnedQuantile _common = new(ReservedQuantile, FirstGuess);
    private readonly ConcurrentDictionary<string, LearnedQuantile> _purposes = new(StringComparer.OrdinalIgnoreCase);
    private int _places;

    public long Likely(string? purpose) => (OwnOf(purpose) ?? _common).Value;

    /// <summary>An answer teaches the guess that it was reserved by, and the first one of a purpose begins that purpose's own.</summary>
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

    /// <summary>It begins at the first answer, not at the common guess: a quantile is quick to rise and slow to fall.</summary>
    private void Begin(string purpose, long tokens)
    {
        if (Atomic.VolatileRead(in _places) >= MostPurposes)
            return;
        if (Atomic.Add(ref _places, 1) > MostPurposes || !_purposes.TryAdd(purpose, new(ReservedQuantile, Math.Clamp(tokens, 1, int.MaxValue))))
            Atomic.Add(ref _places, -1);
    }
}
