using CapacityRouting.Failures.Classification;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>The parts of one answer that have reached the caller, as far as they decide on a continuation by another model. Every update is added.</summary>
internal struct DeliveredParts
{
    /// <summary>Whether there is text to continue; white space alone is none.</summary>
    public bool HasText { get; private set; }

    /// <summary>
    /// Whether a part came that only its own model can continue, or that must not come twice: a tool call, data, signed reasoning, the work of a hosted
    /// tool, a refusal, anything unknown; a conversation that its provider keeps, which would lack the rest; or a finish reason.
    /// </summary>
    public bool IsClosed { get; private set; }

    public void Add(ChatResponseUpdate update)
    {
        IsClosed |= (update.FinishReason is not null && !ContentInspection.IsBrokenOff(update.FinishReason)) || update is { ContinuationToken: not null } or { ConversationId.Length: > 0 };
        for (int i = 0; i < update.Contents.Count; i++)
            Add(update.Contents[i]);
    }

    private void Add(AIContent content)
    {
        if (content is TextContent text)
            HasText = HasText || !string.IsNullOrWhiteSpace(text.Text);
        else
            IsClosed |= content is not UsageContent and not TextReasoningContent { ProtectedData: null or "" };
    }
}
