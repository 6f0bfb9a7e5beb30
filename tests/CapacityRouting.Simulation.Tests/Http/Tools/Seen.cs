namespace CapacityRouting.Simulation.Tests.Http.Tools;

/// <summary>What a client saw of a response.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers.</param>
/// <param name="Error">The body of an error, or the error in a stream; null for an answer.</param>
/// <param name="Pieces">The text of an answer, as it came.</param>
/// <param name="InputTokens">The tokens of the prompt, as told.</param>
/// <param name="OutputTokens">The tokens of the answer, as told.</param>
internal sealed record Seen(int Status, IReadOnlyDictionary<string, string> Headers, string? Error, IReadOnlyList<string> Pieces, long? InputTokens, long? OutputTokens)
{
    public string Text => string.Concat(Pieces);
}
