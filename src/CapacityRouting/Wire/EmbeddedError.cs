using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>
/// Finds the error in the body of a success: providers that have begun to answer can't change the status any more. Only the
/// fields that an error has by its place are looked at, never what a model wrote.
/// </summary>
internal static class EmbeddedError
{
    // An error ends a stream, but for an event or two that close it.
    private const int LastParts = 8;

    private static readonly string[] Signs = ["error", "response.failed", "blockReason", "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "content_filter"];

    /// <param name="body">A JSON answer, JSON lines or server-sent events. Of a stream the beginning may be cut off.</param>
    /// <returns>The JSON of the error or of the event that carries it; null for an ordinary answer, and for what is neither.</returns>
    public static string? In(string body)
    {
        if (!MayHaveOne(body))
            return null;
        AnswerVerdict verdict = OfDocument(body) ?? AnswerVerdict.OfParts(EventTail.Of(body, LastParts).Select(OfEvent));
        return verdict.Error;
    }

    // Nearly every answer has none, and this is all that it costs to see that.
    private static bool MayHaveOne(string body)
    {
        foreach (string sign in Signs)
            if (body.Contains(sign, StringComparison.Ordinal))
                return true;
        return body.Contains("\"message\"", StringComparison.Ordinal)
            && (body.Contains("\"code\"", StringComparison.Ordinal) || body.Contains("\"status\"", StringComparison.Ordinal));
    }

    private static AnswerVerdict OfEvent(WireEvent part)
    {
        AnswerVerdict verdict = OfDocument(part.Data) ?? default;
        return part.IsError && verdict.Error is null ? new() { Error = part.Data } : verdict;
    }

    /// <returns>Null for what is no JSON.</returns>
    private static AnswerVerdict? OfDocument(string json)
    {
        if (json.AsSpan().TrimStart() is not ['{' or '[', ..])
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;

            // Gemini streams an array, unless it is asked for events.
            return root.ValueKind == JsonValueKind.Array
                ? AnswerVerdict.OfParts(root.EnumerateArray().Reverse().Take(LastParts).Select(AnswerVerdict.Of))
                : AnswerVerdict.Of(root);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            // Cut off, or with half a surrogate pair in it: what can't be read says nothing.
            return null;
        }
    }
}
