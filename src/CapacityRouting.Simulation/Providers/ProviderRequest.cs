namespace CapacityRouting.Simulation.Providers;

/// <summary>The facts of a request for a provider, in process or over HTTP.</summary>
/// <param name="Call">The number of the workload's call that it belongs to; -1 for one from elsewhere.</param>
/// <param name="Model">The model asked for.</param>
/// <param name="IsStream">Whether the answer is to be streamed.</param>
/// <param name="PromptCharacters">The length of the prompt, which decides its charge at admission.</param>
/// <param name="InputTokens">Its true tokens.</param>
/// <param name="OutputTokens">The tokens that the model will write.</param>
/// <param name="MaxOutputTokens">The most output tokens.</param>
internal sealed record ProviderRequest(int Call, string Model, bool IsStream, int PromptCharacters, int InputTokens, int OutputTokens, int? MaxOutputTokens)
{
    /// <summary>The estimate with which limiters charge a prompt before its tokens are counted.</summary>
    public long EstimatedInputTokens => (PromptCharacters + 3) / 4;
}
