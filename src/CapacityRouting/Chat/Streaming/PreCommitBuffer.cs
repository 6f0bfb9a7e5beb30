using System.Text.Json;
using CapacityRouting.Estimation;
using CapacityRouting.Failures.Classification;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>The updates of a stream before its commit, in order. The buffer is bounded: a stream without content must not fill the memory.</summary>
internal sealed class PreCommitBuffer
{
    // More lifecycle updates than any provider sends before its first content, and with more text.
    private const int Most = 64;
    private const int MostOfAnAnswer = 1_024;
    private const long MostBytes = 64 * 1024;
    private const int BytesOfOne = 256;

    private readonly Queue<ChatResponseUpdate> _updates = new(1);
    private StreamUsage? _usage;
    private long _bytes;
    private int _telling;

    /// <summary>Whether the held updates commit the stream: they have content, or something that the caller needs to go on.</summary>
    public bool Commits { get; private set; }

    /// <summary>Whether an update named the reason for the end of the answer.</summary>
    public bool HasFinishReason { get; private set; }

    /// <summary>Whether more has come than is held back of an answer that flows.</summary>
    public bool IsLong => _updates.Count >= MostOfAnAnswer;

    /// <summary>Whether too much has come without any content.</summary>
    public bool Overflows { get; private set; }

    /// <summary>A provider's error among the updates.</summary>
    public ErrorContent? Error { get; private set; }

    /// <summary>The usage that the provider reported in them; null where it reported none.</summary>
    public UsageDetails? Usage => _usage?.Reported;

    /// <summary>Whether they begin a background response, whose content may still be to come.</summary>
    public bool IsInProgress { get; private set; }

    /// <summary>Whether no more will come.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Whether the fate of the stream is decided.</summary>
    public bool AreDecisive => Commits || Overflows || Error is not null;

    public int Count => _updates.Count;

    /// <summary>The updates so far, the dropped ones included.</summary>
    public int Seen { get; private set; }

    public void Add(ChatResponseUpdate update)
    {
        Seen++;
        Meter(update);

        // Some servers keep a connection alive with empty updates while a model thinks, some of them with the usage so far. They can be dropped.
        bool saysNothing = ContentInspection.SaysNothingButUsage(update);
        if (saysNothing && _updates.Count >= Most)
            return;
        _updates.Enqueue(update);
        _telling += saysNothing ? 0 : 1;
        IsInProgress |= ContentInspection.IsInProgress(update);
        Error ??= ContentInspection.ErrorIn(update.Contents);
        bool isTooMuch = _telling > Most || (_bytes += SizeOf(update)) > MostBytes;
        HasFinishReason |= update.FinishReason is not null;
        Commits |= ContentInspection.IsIn(update.Contents) || (isTooMuch && IsInProgress);
        Overflows = isTooMuch && !Commits && Error is null;
    }

    private void Meter(ChatResponseUpdate update)
    {
        for (int i = 0; i < update.Contents.Count; i++)
            if (update.Contents[i] is UsageContent usage)
                (_usage ??= new()).Add(usage.Details, update.ResponseId, flowed: 0);
    }

    public ChatResponseUpdate? First => _updates.TryPeek(out ChatResponseUpdate? first) ? first : null;

    public ChatResponseUpdate Take() => _updates.Dequeue();

    public ChatResponse ToResponse() => _updates.ToChatResponse();

    /// <summary>The approximate bytes that an update without content holds. Objects that a client keeps beside it cannot be measured.</summary>
    private static long SizeOf(ChatResponseUpdate update)
    {
        long bytes = BytesOfOne + SizeOf(update.AdditionalProperties);
        for (int i = 0; i < update.Contents.Count; i++)
            bytes += BytesOfOne + SizeOf(update.Contents[i]?.AdditionalProperties);
        return bytes;
    }

    private static long SizeOf(AdditionalPropertiesDictionary? properties)
    {
        long bytes = 0;
        foreach (KeyValuePair<string, object?> property in properties ?? [])
            bytes += property.Key.Length + (property.Value switch
            {
                string text => sizeof(char) * (long)text.Length,
                byte[] data => data.Length,
                JsonElement json => JsonLength.Of(json),
                _ => BytesOfOne,
            });
        return bytes;
    }
}
