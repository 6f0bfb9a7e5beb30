namespace QuickStart.Providers;

/// <summary>What one event of a stream carries.</summary>
internal sealed record AnswerPiece(string Text, int Tokens);
