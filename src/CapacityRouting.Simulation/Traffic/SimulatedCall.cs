namespace CapacityRouting.Simulation;

/// <summary>One call of a workload.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="At">When it arrives, since the start of the run.</param>
/// <param name="InputTokens">Tokens of its prompt, as the provider's tokenizer counts them: at least 1.</param>
/// <param name="OutputTokens">Tokens that the model writes: at least 1.</param>
public sealed record SimulatedCall(TimeSpan At, int InputTokens, int OutputTokens)
{
    /// <summary>The most that the model may write, as the caller sets it (<c>max_tokens</c>). Default: not set.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>The priority: the name of a <see cref="RequestPriority"/>, in any case. A run refuses other words. Default: none, which is normal.</summary>
    public string? Class { get; init; }

    /// <summary>The tenant. Default: none in particular.</summary>
    public string? Tenant { get; init; }

    /// <summary>The conversation that it belongs to. Default: none.</summary>
    public string? Session { get; init; }

    /// <summary>Whether the call continues an agent's turn: its prompt ends with the result of a tool. Default: no.</summary>
    public bool IsContinuation { get; init; }
}
