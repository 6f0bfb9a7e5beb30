namespace QuickStart.Providers;

/// <summary>The things that a provider limits.</summary>
internal enum Dimension
{
    Requests,
    Tokens,
    InputTokens,
    OutputTokens,
    Concurrency,
}
