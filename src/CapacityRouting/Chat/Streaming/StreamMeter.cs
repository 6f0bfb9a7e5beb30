using CapacityRouting.Estimation;
using CapacityRouting.Failures.Classification;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>The totals of a stream so far: its tokens, its usage, and its stated end.</summary>
internal struct StreamMeter
{
    private FlowedTokens _flowed;
    private StreamUsage? _usage;
    private bool _isPlain;
    private string? _finishedMessage;
    private string? _finishedResponse;

    /// <summary>The output tokens, estimated by length.</summary>
    public readonly long Output => _flowed.Tokens;

    public ChatFinishReason? Finish { get; private set; }

    /// <summary>A provider's error that came as content of the last update.</summary>
    public ErrorContent? Error { get; private set; }

    /// <summary>The token with which a background response may be resumed.</summary>
    public ResponseContinuationToken? Token { get; private set; }

    /// <summary>Whether the model has given its last word: a finish reason that ends an answer, not one that pauses it for a tool or reports an error.</summary>
    public readonly bool IsFinished => Finish is { } reason && reason != ChatFinishReason.ToolCalls && !ContentInspection.IsBrokenOff(reason);

    /// <summary>The usage that the provider reported. For a stream that was not read to its end: at least the tokens that flowed.</summary>
    public readonly UsageDetails? UsageOf(bool isComplete)
    {
        UsageDetails? usage = _usage?.Reported;
        if (usage is not null && !isComplete && usage.OutputTokenCount < Output)
            (usage.OutputTokenCount, usage.TotalTokenCount) = (Output, null);
        return usage;
    }

    /// <summary>The text of the last update, where it was one piece of text and nothing else, as most are.</summary>
    public string? Text { get; private set; }

    /// <returns>Whether the update closes the stream, by a finish reason or by usage.</returns>
    public bool Add(ChatResponseUpdate update)
    {
        IList<AIContent> contents = update.Contents;
        int count = contents.Count;
        bool closes = false;
        (Text, Error) = (null, null);
        for (int i = 0; i < count; i++)
        {
            if (contents[i] is TextContent text)
                _flowed.Add(count == 1 ? Text = text.Text : text.Text);
            else
                closes |= AddOther(contents[i], update);
        }

        Token = update.ContinuationToken ?? Token;
        if (update.FinishReason is not { } reason)
        {
            _isPlain |= Text is not null;
            return closes;
        }

        Finish = reason;
        (_finishedMessage, _finishedResponse) = (update.MessageId, update.ResponseId);
        return true;
    }

    /// <summary>Adds text that flowed, and that no update has any more.</summary>
    public void AddDropped(int characters) => _flowed.Add(characters);

    /// <summary>
    /// Whether an update is no part of the answer: text that goes on in a message that has ended. Some servers put a finish reason on every piece, the first
    /// included; their pieces do not count. Neither do tool calls, which some clients collect up to the end.
    /// </summary>
    public readonly bool IsStray(ChatResponseUpdate update) =>
        IsFinished && _isPlain && ContentInspection.IsText(update.Contents)
        && string.Equals(update.MessageId, _finishedMessage, StringComparison.Ordinal)
        && string.Equals(update.ResponseId, _finishedResponse, StringComparison.Ordinal);

    /// <returns>Whether it is usage.</returns>
    private bool AddOther(AIContent content, ChatResponseUpdate update)
    {
        _flowed.Add(content);
        if (content is ErrorContent)
            Error ??= ContentInspection.ErrorIn(update.Contents);
        if (content is not UsageContent usage)
            return false;
        (_usage ??= new()).Add(usage.Details, update.ResponseId, Output);
        return true;
    }
}
