using CapacityRouting.Failures.Classification;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>What has reached the caller of one answer, as far as it matters for whether another model may go on with it. Fed with each update.</summary>
internal struct DeliveredParts
{
    /// <summary>Whether there is text to go on from; white space alone is none.</summary>
    public bool HasText { get; private set; }

    /// <summary>
    /// Whether something came that only its own model can go on from, or that must not come twice: a tool call, data, signed reasoning, what a hosted
    /// tool did, a refusal, anything unknown; a conversation that its provider keeps, which would lack the rest; or a reason for the end.
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
