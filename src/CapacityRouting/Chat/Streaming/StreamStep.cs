using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>The result of one step of a client's stream: an update, the end, or an exception as a value.</summary>
internal readonly record struct StreamStep(ChatResponseUpdate? Update, Exception? Error)
{
    public static StreamStep End => default;

    public bool IsEnd => Update is null && Error is null;

    public static StreamStep Of(ChatResponseUpdate update) => new(update, Error: null);

    public static StreamStep Failed(Exception error) => new(Update: null, error);
}
