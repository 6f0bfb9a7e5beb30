using Microsoft.Extensions.AI;

namespace CapacityRouting.Failures.Classification;

/// <summary>Tells an answer from its wrapping: what has substance may be shown to the caller, what has none commits nobody.</summary>
internal static class ContentInspection
{
    // The code under which Microsoft.Extensions.AI's OpenAI client reports that the model declined: an answer, not a failure.
    private const string Refusal = "Refusal";

    // How OpenRouter ends an answer that its upstream broke off.
    private static readonly ChatFinishReason BrokenOff = new("error");

    public static bool IsIn(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
            if (HasSubstance(contents[i]))
                return true;
        return false;
    }

    /// <summary>Whether an update has nothing that anybody could want: only that the stream is still there.</summary>
    public static bool SaysNothing(ChatResponseUpdate update)
    {
        for (int i = 0; i < update.Contents.Count; i++)
            if (update.Contents[i] is not (TextContent or TextReasoningContent) || HasSubstance(update.Contents[i]))
                return false;
        return update is { FinishReason: null, ContinuationToken: null, AdditionalProperties: null or { Count: 0 } };
    }

    /// <summary>Whether there are words in it, and nothing else.</summary>
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

    /// <summary>A provider's error dressed as content: any that is not a refusal, with a code or without.</summary>
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

    /// <summary>Whether a response is one to give to the caller: it has content, or a reason for having none, or is still to come.</summary>
    public static bool IsAnswer(ChatResponse response) =>
        !IsBrokenOff(response.FinishReason) && !IsFiltered(response) && (IsIn(response) || ExplainsSilence(response.FinishReason) || IsInProgress(response));

    /// <summary>What the lack of an answer is by itself; null where one broke off.</summary>
    public static FailureKind? SilenceOf(ChatResponse response) =>
        IsFiltered(response) ? FailureKind.ContentFiltered : IsBrokenOff(response.FinishReason) ? null : FailureKind.EmptyResponse;

    /// <summary>Whether a background response has only begun, or still goes on: the rest of it is to be asked for.</summary>
    public static bool IsInProgress(ChatResponse response) => response.ContinuationToken is not null;

    /// <summary>Whether a stream can be resumed after this update, so that it has not ended even if it ends here.</summary>
    public static bool IsInProgress(ChatResponseUpdate update) => update.ContinuationToken is not null;

    /// <summary>Whether an answer ended because the provider could not go on.</summary>
    public static bool IsBrokenOff(ChatFinishReason? reason) => reason == BrokenOff;

    /// <summary>
    /// Whether an update is the event by which OpenAI's Responses API ends an answer that reached its length or a filter: Microsoft.Extensions.AI gives it no finish
    /// reason. The SDK's types are known by name, since nothing here depends on an SDK.
    /// </summary>
    public static bool IsEndedByLength(ChatResponseUpdate? last) => string.Equals(last?.RawRepresentation?.GetType().Name, "StreamingResponseIncompleteUpdate", StringComparison.Ordinal);

    /// <summary>A model that ran out of tokens, was filtered or called a tool has answered, even without a word.</summary>
    public static bool ExplainsSilence(ChatFinishReason? reason) =>
        reason is { } given && given != ChatFinishReason.Stop;

    /// <summary>Whether a filter left nothing of an answer but, at most, the thoughts before it. What it cut off in the middle is an answer all the same.</summary>
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
