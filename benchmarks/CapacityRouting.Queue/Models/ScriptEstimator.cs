using Microsoft.Extensions.AI;

namespace CapacityRouting.Queue.Models;

/// <summary>Knows the tokens of a prompt exactly, so that an error of a start is none of an estimate.</summary>
internal sealed class ScriptEstimator : ITokenEstimator
{
    public long EstimateInputTokens(IReadOnlyList<ChatMessage> messages, ChatOptions? options) => CallScript.Of(messages).InputTokens;
}
