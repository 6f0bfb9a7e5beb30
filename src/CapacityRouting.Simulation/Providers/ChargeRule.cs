using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation;

/// <summary>The charges of a simulated provider, and their times.</summary>
/// <remarks>
/// Immutable, and so safe to share.
/// At admission a call is charged one request, its estimated input (characters / 4), and its output as <see cref="ReservesMaxOutput"/> says.
/// The input is corrected to its true tokens as soon as it is admitted. See the rules of each provider in <c>docs/providers.md</c>.
/// </remarks>
public sealed record ChargeRule
{
    /// <summary>OpenAI: <c>max_tokens</c> is charged at admission and not given back; a refused call counts as a request.</summary>
    public static ChargeRule OpenAI { get; } = new() { ReservesMaxOutput = true, CountsRefusedRequests = true };

    /// <summary>Anthropic: output is counted as it is written, and <c>max_tokens</c> plays no part.</summary>
    public static ChargeRule Anthropic { get; } = new();

    /// <summary>Azure's provisioned throughput, and Amazon Bedrock: <c>max_tokens</c> is charged at admission and corrected to what was written at the end.</summary>
    public static ChargeRule Corrected { get; } = new() { ReservesMaxOutput = true, ReturnsUnusedOutput = true };

    /// <summary>Whether <c>max_tokens</c> is charged at admission. Where it is not, and for calls that don't set it, output is charged as it is written.</summary>
    public bool ReservesMaxOutput { get; init; }

    /// <summary>Whether output that was charged and not written is given back when the answer ends.</summary>
    public bool ReturnsUnusedOutput { get; init; }

    /// <summary>Whether a call that a limit refused counts as a request all the same.</summary>
    public bool CountsRefusedRequests { get; init; }

    /// <summary>The whole charge of a call in one dimension, if it is admitted and answered.</summary>
    /// <param name="call">The call.</param>
    /// <param name="dimension">What is counted.</param>
    /// <exception cref="ArgumentNullException"><paramref name="call"/> is null.</exception>
    public long InAll(SimulatedCall call, CapacityDimension dimension)
    {
        ArgumentNullException.ThrowIfNull(call);
        int most = call.MaxOutputTokens ?? int.MaxValue;
        bool isKept = ReservesMaxOutput && !ReturnsUnusedOutput && call.MaxOutputTokens is not null;
        long output = isKept ? most : Math.Min(call.OutputTokens, most);
        return new Charge(1, call.InputTokens, output).On(dimension);
    }
}
