namespace CapacityRouting.Wire;

/// <summary>Reads how a stream has ended on the wire. Every protocol of streams has a mark of its end, but Gemini's. The mark, and the lack of one, decide before any habit of the route.</summary>
internal static class StreamEnd
{
    // The last events of a stream are short, and a mark is in the last two.
    private const int LastEvents = 2;

    // Messages, Responses, and the JSON lines of Ollama.
    private static readonly string[] Marks = ["\"message_stop\"", "\"response.completed\"", "\"response.incomplete\"", "\"done\":true", "\"done\": true"];

    // Events of the protocols that have a mark, in the middle of an answer.
    private static readonly string[] Parts = ["\"chat.completion.chunk\"", "\"content_block_", "\"message_delta\"", "\"response.", "\"done\":false", "\"done\": false"];

    /// <param name="tail">The end of what the client has read.</param>
    public static WireEnd Of(string tail)
    {
        if (tail.AsSpan().TrimEnd().EndsWith("[DONE]", StringComparison.Ordinal))
            return WireEnd.Marked;
        List<WireEvent> last = EventTail.Of(tail, LastEvents);
        if (last.Exists(part => Has(part, Marks)))
            return WireEnd.Marked;
        return last.Exists(part => Has(part, Parts)) ? WireEnd.Unmarked : WireEnd.Unknown;
    }

    private static bool Has(WireEvent part, string[] signs) => Array.Exists(signs, sign => part.Data.Contains(sign, StringComparison.Ordinal));
}

/// <summary>How a stream has ended on the wire.</summary>
internal enum WireEnd
{
    /// <summary>The wire was not observed, or its protocol has no mark.</summary>
    Unknown,

    /// <summary>The mark of the protocol has come.</summary>
    Marked,

    /// <summary>The protocol has a mark, and it has not come.</summary>
    Unmarked,
}
