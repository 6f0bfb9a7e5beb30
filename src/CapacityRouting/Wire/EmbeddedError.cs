using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>
/// Finds the error in the body of a success. A provider that has begun to answer can't change the status code any more. Only the
/// fields in which an error stands are read, never the text that a model wrote.
/// </summary>
internal static class EmbeddedError
{
    // An error ends a stream, except for an event or two that close it.
    private const int LastParts = 8;

    private static readonly string[] Signs = ["error", "response.failed", "blockReason", "SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "content_filter", "errmsg", "err_msg", "detail", "base_resp", "\"success\"", "\"Error\"", "\"fail"];

    /// <param name="body">A JSON answer, JSON lines or server-sent events. The beginning of a stream may be cut off.</param>
    /// <returns>The JSON of the error or of the event that carries it. Null for an ordinary answer, and for any other text.</returns>
    public static string? In(string body)
    {
        if (!MayHaveOne(body))
            return null;
        AnswerVerdict verdict = OfDocument(body) ?? AnswerVerdict.OfParts(EventTail.Of(body, LastParts).Select(OfEvent));
        return verdict.Error;
    }

    // Nearly every answer has no error, and this check is then the whole cost.
    private static bool MayHaveOne(string body)
    {
        foreach (string sign in Signs)
            if (body.Contains(sign, StringComparison.Ordinal))
                return true;
        return (body.Contains("\"message\"", StringComparison.Ordinal) || body.Contains("\"msg\"", StringComparison.Ordinal))
            && (body.Contains("\"code\"", StringComparison.Ordinal) || body.Contains("\"status\"", StringComparison.Ordinal));
    }

    private static AnswerVerdict OfEvent(WireEvent part)
    {
        AnswerVerdict verdict = OfDocument(part.Data) ?? OfLines(part.Data);
        return part.IsError && verdict.Error is null ? new() { Error = part.Data } : verdict;
    }

    /// <summary>Some servers put one line break between events, so that two read as one.</summary>
    private static AnswerVerdict OfLines(string data) =>
        data.Contains('\n', StringComparison.Ordinal) ? AnswerVerdict.OfParts(Enumerable.Reverse(data.Split('\n')).Select(line => OfDocument(line) ?? default)) : default;

    /// <returns>Null for text that is not JSON.</returns>
    private static AnswerVerdict? OfDocument(string json)
    {
        if (json.AsSpan().TrimStart() is not ['{' or '[', ..])
            return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;

            // Gemini streams an array, unless the client asks for events.
            return root.ValueKind == JsonValueKind.Array
                ? AnswerVerdict.OfParts(root.EnumerateArray().Reverse().Take(LastParts).Select(AnswerVerdict.Of))
                : AnswerVerdict.Of(root);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            // The text is cut off, or has half a surrogate pair. Unreadable text carries no error.
            return null;
        }
    }
}
