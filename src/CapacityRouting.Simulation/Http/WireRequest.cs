using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Http;

/// <summary>The fields of a request's body.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="IsStream">Whether the answer is to be streamed.</param>
/// <param name="Prompt">The text of the prompt.</param>
/// <param name="MaxOutputTokens">The most output tokens.</param>
internal sealed record WireRequest(string Model, bool IsStream, PromptText Prompt, int? MaxOutputTokens)
{
    public ProviderRequest Understood(Random random) =>
        PromptReader.Read(Model, IsStream, Prompt.Opening, Prompt.Characters, MaxOutputTokens, random);
}
