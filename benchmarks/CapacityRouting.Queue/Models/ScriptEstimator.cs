using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Models;

/// <summary>Gives the exact tokens of a prompt, so that no error of a start is due to an estimate.</summary>
internal sealed class ScriptEstimator : ITokenEstimator
{
    public long EstimateInputTokens(IReadOnlyList<ChatMessage> messages, ChatOptions? options) => CallScript.Of(messages).InputTokens;
}
