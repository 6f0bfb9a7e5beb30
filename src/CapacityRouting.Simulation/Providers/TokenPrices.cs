namespace CapacityRouting.Simulation;

/// <summary>The prices of a simulated provider for a million tokens, in any currency.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Input">For a million input tokens.</param>
/// <param name="Output">For a million output tokens.</param>
public sealed record TokenPrices(double Input, double Output)
{
    /// <summary>The price of one call.</summary>
    /// <param name="inputTokens">Tokens of its prompt.</param>
    /// <param name="outputTokens">Tokens of its answer.</param>
    public double Of(long inputTokens, long outputTokens) => ((inputTokens * Input) + (outputTokens * Output)) / 1_000_000;
}
