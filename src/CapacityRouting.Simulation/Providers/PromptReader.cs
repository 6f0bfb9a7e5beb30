namespace CapacityRouting.Simulation.Providers;

/// <summary>
/// Finds the tokens of a prompt and of its answer. A workload's prompt states them. Any other prompt gets likely ones: a true length that differs a little
/// from characters / 4, as with a real tokenizer, and an answer of a random length within its maximum.
/// </summary>
internal static class PromptReader
{
    private const int LikelyMaxTokens = 128;
    private const double CharactersPerToken = 3.8;
    private const int TokensAroundPrompt = 7;

    /// <param name="model">The model asked for.</param>
    /// <param name="isStream">Whether the answer is to be streamed.</param>
    /// <param name="opening">The first text of the prompt.</param>
    /// <param name="characters">The length of the whole of it.</param>
    /// <param name="maxOutputTokens">The most output tokens.</param>
    /// <param name="random">The source of what the prompt does not state.</param>
    public static ProviderRequest Read(string model, bool isStream, string opening, int characters, int? maxOutputTokens, Random random)
    {
        if (SimulatedPrompt.Read(opening) is (int call, int input, int output))
            return new(call, model, isStream, characters, input, Math.Max(1, output), maxOutputTokens);
        int likely = Math.Max(1, (int)((maxOutputTokens ?? LikelyMaxTokens) * (0.3 + (0.7 * random.NextDouble()))));
        return new(-1, model, isStream, characters, (int)(characters / CharactersPerToken) + TokensAroundPrompt, likely, maxOutputTokens);
    }
}
