namespace QuickStart.Providers;

/// <summary>An answer in the pieces in which it is streamed, with the tokens it cost.</summary>
internal sealed record Answer(string Id, string Model, long CreatedAt, AnswerPiece[] Pieces, int InputTokens, int OutputTokens)
{
    private const int DefaultMaxTokens = 128;
    private const int PieceCount = 8;
    private const double CharactersPerToken = 3.8;
    private const int TokensAroundPrompt = 7;

    public string Text => string.Concat(Pieces.Select(piece => piece.Text));

    /// <summary>
    /// Makes an answer of a random length within the request's maximum. Its true input differs a little from
    /// characters / 4, as it does with a real tokenizer.
    /// </summary>
    public static Answer To(ModelCall call, string id, long createdAt, Random random)
    {
        var maxTokens = call.MaxTokens ?? DefaultMaxTokens;
        var outputTokens = Math.Max(1, (int)(maxTokens * (0.3 + 0.7 * random.NextDouble())));
        var inputTokens = (int)(call.PromptCharacters / CharactersPerToken) + TokensAroundPrompt;
        return new Answer(id, call.Model, createdAt, Split(outputTokens), inputTokens, outputTokens);
    }

    private static AnswerPiece[] Split(int tokens)
    {
        var pieces = Math.Min(PieceCount, tokens);
        return [.. Enumerable.Range(0, pieces).Select(i => Piece(tokens * (i + 1) / pieces - tokens * i / pieces))];
    }

    private static AnswerPiece Piece(int tokens) => new(string.Concat(Enumerable.Repeat("word ", tokens)), tokens);
}
