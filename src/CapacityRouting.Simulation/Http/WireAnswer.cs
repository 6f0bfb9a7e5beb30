using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Http;

/// <summary>An answer, as far as it is written.</summary>
/// <param name="Reception">The request that it answers.</param>
/// <param name="Model">The model that writes it.</param>
/// <param name="CreatedAt">The time of its beginning, in seconds of the Unix epoch.</param>
internal sealed record WireAnswer(Reception Reception, string Model, long CreatedAt)
{
    private const int CharactersPerToken = 4;

    public string Id => Reception.Id;

    public long InputTokens => Reception.InputTokens;

    public long OutputTokens => Reception.OutputTokens;

    public string Text => TextOf((int)OutputTokens);

    /// <summary>The same letters as in the answers of the client without a network.</summary>
    public static string TextOf(int tokens) => new('w', tokens * CharactersPerToken);
}
