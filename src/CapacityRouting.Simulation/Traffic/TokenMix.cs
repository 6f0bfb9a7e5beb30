using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation;

/// <summary>The token counts of a workload's calls: the lengths of their prompts and answers. <c>with</c> makes another one of a preset.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Input">The lengths of the prompts.</param>
/// <param name="Output">The lengths of the answers.</param>
public sealed record TokenMix(TokenRange Input, TokenRange Output)
{
    /// <summary>Chat: prompts of 800 tokens on average, answers of 200.</summary>
    public static TokenMix Chat { get; } = new(new TokenRange(800, 1), new TokenRange(200, 0.8));

    /// <summary>Chat, but one prompt in twenty carries documents: 60,000 tokens on average.</summary>
    public static TokenMix LongContext { get; } = Chat with { LongShare = 0.05 };

    /// <summary>Prompts as in chat, to models that think before they answer: 2,500 tokens on average.</summary>
    public static TokenMix Reasoning { get; } = Chat with { Output = new TokenRange(2_500, 1.2) };

    /// <summary>The lengths of the prompts, but for the long ones.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TokenRange Input { get; init => field = NotNull(value, nameof(Input)); } = NotNull(Input, nameof(Input));

    /// <summary>The lengths of the answers.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TokenRange Output { get; init => field = NotNull(value, nameof(Output)); } = NotNull(Output, nameof(Output));

    /// <summary>The share of long prompts, 0 to 1. The seed alone decides which calls have them. Default: none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public double LongShare { get; init => field = Require.Share(value, nameof(LongShare)); }

    /// <summary>The lengths of the long prompts. Default: 60,000 tokens on average, coefficient of variation 0.5.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TokenRange LongInput { get; init => field = NotNull(value, nameof(LongInput)); } = new(60_000, 0.5);

    /// <summary>The most that the model may write, set on each call; longer answers end there. At least 1. Default: not set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? MaxOutputTokens { get; init => field = value is int most ? Require.AtLeastOne(most, nameof(MaxOutputTokens)) : null; }

    private static TokenRange NotNull(TokenRange? range, string name) => range ?? throw new ArgumentNullException(name);
}
