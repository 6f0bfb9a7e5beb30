namespace CapacityRouting.Wire;

/// <summary>The marks with which the protocols end a stream. Where one is there, the stream was not cut off, whatever other streams of the route have shown.</summary>
internal static class StreamEnd
{
    // The last events of a stream are short, and a mark is in the last two.
    private const int LastEvents = 2;

    // Messages, Responses, and the JSON lines of Ollama.
    private static readonly string[] Marks = ["\"message_stop\"", "\"response.completed\"", "\"response.incomplete\"", "\"done\":true", "\"done\": true"];

    /// <param name="tail">The end of what the client has read.</param>
    public static bool IsMarked(string tail)
    {
        if (tail.AsSpan().TrimEnd().EndsWith("[DONE]", StringComparison.Ordinal))
            return true;
        foreach (WireEvent last in EventTail.Of(tail, LastEvents))
            if (Array.Exists(Marks, mark => last.Data.Contains(mark, StringComparison.Ordinal)))
                return true;
        return false;
    }
}
