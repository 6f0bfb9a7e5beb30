namespace CapacityRouting;

/// <summary>The seam of a streamed answer: one route's part broke off, and another route's part goes on.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="From">The route whose part broke off.</param>
/// <param name="To">The route that went on.</param>
/// <param name="Position">The place of the seam: how many characters of the answer's text had reached the caller when the part broke off.</param>
/// <param name="RemovedCharacters">How many characters were removed from the beginning of the new part, since they repeated the end of the old one.</param>
public sealed record AnswerContinuation(string From, string To, int Position, int RemovedCharacters);
