namespace CapacityRouting.Simulation;

/// <summary>What a simulated provider takes for a million tokens, in any currency. Immutable.</summary>
/// <param name="Input">For a million input tokens.</param>
/// <param name="Output">For a million output tokens.</param>
public sealed record TokenPrices(double Input, double Output)
{
    /// <summary>The price of one call.</summary>
    /// <param name="inputTokens">Tokens of its prompt.</param>
    /// <param name="outputTokens">Tokens of its answer.</param>
    public double Of(long inputTokens, long outputTokens) => ((inputTokens * Input) + (outputTokens * Output)) / 1_000_000;
}
