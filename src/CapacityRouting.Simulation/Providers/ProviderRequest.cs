namespace CapacityRouting.Simulation.Providers;

/// <summary>The facts of a request for a provider, in process or over HTTP.</summary>
/// <param name="Call">The number of the workload's call that it belongs to; -1 for one from elsewhere.</param>
/// <param name="Model">The model asked for.</param>
/// <param name="IsStream">Whether the answer is to be streamed.</param>
/// <param name="PromptCharacters">The length of the prompt, by which it is charged at admission.</param>
/// <param name="InputTokens">Its true tokens.</param>
/// <param name="OutputTokens">What the model will write.</param>
/// <param name="MaxOutputTokens">The most it may write.</param>
internal sealed record ProviderRequest(int Call, string Model, bool IsStream, int PromptCharacters, int InputTokens, int OutputTokens, int? MaxOutputTokens)
{
    /// <summary>The rule of thumb by which limiters price a prompt before they have counted its tokens.</summary>
    public long EstimatedInputTokens => (PromptCharacters + 3) / 4;
}
