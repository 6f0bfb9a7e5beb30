namespace QuickStart.Providers;

/// <summary>What a provider needs to know of a request's body.</summary>
internal sealed record ModelCall(string Model, bool Stream, int PromptCharacters, int? MaxTokens)
{
    /// <summary>The rule of thumb by which limiters price a prompt before they have counted its tokens.</summary>
    public long EstimatedInputTokens => (PromptCharacters + 3) / 4;
}
