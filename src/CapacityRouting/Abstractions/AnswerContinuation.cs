namespace CapacityRouting;

/// <summary>Where a streamed answer changed hands: one route's part broke off, and another's goes on. Immutable.</summary>
/// <param name="From">The route whose part broke off.</param>
/// <param name="To">The route that went on.</param>
/// <param name="Position">The characters of the answer's text that had reached the caller by then: the seam lies behind them.</param>
/// <param name="RemovedCharacters">The characters at the beginning of the new part that repeated the end of the old one, and were taken out.</param>
public sealed record AnswerContinuation(string From, string To, int Position, int RemovedCharacters);
