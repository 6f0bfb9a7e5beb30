using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Http;

/// <summary>What the body of a request says.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="IsStream">Whether the answer is to be streamed.</param>
/// <param name="Prompt">The text of the prompt.</param>
/// <param name="MaxOutputTokens">The most that may be written.</param>
internal sealed record WireRequest(string Model, bool IsStream, PromptText Prompt, int? MaxOutputTokens)
{
    public ProviderRequest Understood(Random random) =>
        PromptReader.Read(Model, IsStream, Prompt.Opening, Prompt.Characters, MaxOutputTokens, random);
}
