using Microsoft.Extensions.AI;

namespace CapacityRouting.Failures.Classification;

/// <summary>Separates content from its wrapping. Content may be shown to the caller. An update without content commits the call to no route.</summary>
internal static class ContentInspection
{
    // The error code with which Microsoft.Extensions.AI's OpenAI client reports a refusal by the model: an answer, not a failure.
    private const string Refusal = "Refusal";

    // OpenRouter's finish reason for an answer that its upstream broke off.
    private static readonly ChatFinishReason BrokenOff = new("error");

    public static bool IsIn(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
            if (HasSubstance(contents[i]))
                return true;
        return false;
    }

    /// <summary>Whether an update carries no content. Such an update only keeps the stream alive.</summary>
    public static bool SaysNothing(ChatResponseUpdate update) => SaysNothing(update, exceptUsage: false);

    /// <summary>Whether an update carries no content, except perhaps the usage so far.</summary>
    public static bool SaysNothingButUsage(ChatResponseUpdate update) => SaysNothing(update, exceptUsage: true);

    private static bool SaysNothing(ChatResponseUpdate update, bool exceptUsage)
    {
        for (int i = 0; i < update.Contents.Count; i++)
            if (!(update.Contents[i] is TextContent or TextReasoningContent || (exceptUsage && update.Contents[i] is UsageContent)) || HasSubstance(update.Contents[i]))
                return false;
        return update is { FinishReason: null, ContinuationToken: null, AdditionalProperties: null or { Count: 0 } };
    }

    /// <summary>Whether the contents are text and nothing else.</summary>
    public static bool IsText(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
            if (contents[i] is not (TextContent or TextReasoningContent))
                return false;
        return IsIn(contents);
    }

    public static bool IsIn(ChatResponse response)
    {
        for (int i = 0; i < response.Messages.Count; i++)
            if (response.Messages[i] is { } message && IsIn(message.Contents))
                return true;
        return false;
    }

    /// <summary>A provider's error inside content, with or without an error code. A refusal by the model is no error.</summary>
    public static ErrorContent? ErrorIn(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
            if (contents[i] is ErrorContent error && !IsRefusal(error))
                return error;
        return null;
    }

    public static ErrorContent? ErrorIn(ChatResponse response)
    {
        for (int i = 0; i < response.Messages.Count; i++)
            if (response.Messages[i] is { } message && ErrorIn(message.Contents) is { } error)
                return error;
        return null;
    }

    /// <summary>Whether a response can be given to the caller: it has content, has a reason for having none, or is still in progress.</summary>
    public static bool IsAnswer(ChatResponse response) =>
        !IsBrokenOff(response.FinishReason) && !IsFiltered(response) && (IsIn(response) || ExplainsSilence(response) || IsInProgress(response));

    /// <summary>The failure kind of a response without content. Null for an answer that broke off.</summary>
    public static FailureKind? SilenceOf(ChatResponse response) =>
        IsFiltered(response) ? FailureKind.ContentFiltered : IsBrokenOff(response.FinishReason) ? null : FailureKind.EmptyResponse;

    /// <summary>Whether a background response is still in progress. The client must ask for the rest.</summary>
    public static bool IsInProgress(ChatResponse response) => response.ContinuationToken is not null;

    /// <summary>Whether a stream can be resumed after this update. Such a stream is not complete when it ends here.</summary>
    public static bool IsInProgress(ChatResponseUpdate update) => update.ContinuationToken is not null;

    /// <summary>Whether the provider broke the answer off.</summary>
    public static bool IsBrokenOff(ChatFinishReason? reason) => reason == BrokenOff;

    /// <summary>
    /// Whether an update is the event that ends an answer at its length or at a filter in OpenAI's Responses API. Microsoft.Extensions.AI gives this event no finish
    /// reason. The SDK's types are matched by name, since this library depends on no SDK.
    /// </summary>
    public static bool IsEndedByLength(ChatResponseUpdate? last) => string.Equals(last?.RawRepresentation?.GetType().Name, "StreamingResponseIncompleteUpdate", StringComparison.Ordinal);

    /// <summary>
    /// Whether the response explains that it has no content. One reason does: the token limit, where tokens were written, as reasoning that is not shown. Every other reason means that the
    /// model has not answered: an unknown one may be a server's own for "not loaded" or "no credit".
    /// </summary>
    private static bool ExplainsSilence(ChatResponse response) =>
        response.FinishReason == ChatFinishReason.Length && response.Usage is { } usage && (usage.OutputTokenCount > 0 || usage.ReasoningTokenCount > 0);

    /// <summary>Whether a filter removed the whole answer, except for the reasoning before it. An answer that a filter cut in the middle is still an answer.</summary>
    private static bool IsFiltered(ChatResponse response)
    {
        if (response.FinishReason != ChatFinishReason.ContentFilter)
            return false;
        foreach (ChatMessage? message in response.Messages)
            foreach (AIContent content in message?.Contents ?? [])
                if (content is not TextReasoningContent && HasSubstance(content))
                    return false;
        return true;
    }

    private static bool IsRefusal(ErrorContent error) => string.Equals(error.ErrorCode, Refusal, StringComparison.OrdinalIgnoreCase);

    private static bool HasSubstance(AIContent content) => content switch
    {
        TextContent text => text.Text.Length > 0,
        TextReasoningContent reasoning => reasoning.Text.Length > 0 || !string.IsNullOrEmpty(reasoning.ProtectedData),
        UsageContent => false,
        ErrorContent error => IsRefusal(error),
        _ => true,
    };
}
