using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>
/// The body of a success in which a client found no answer: a text, text that begins as JSON and is not valid JSON, or JSON and events without any field of an answer. An
/// answer that can be read and an HTML page are none of these.
/// </summary>
internal static class UnreadableBody
{
    private const int LongestText = 2 * 1024;

    // More than the events of a stream that says nothing but an error.
    private const int LastEvents = 8;

    public static string? In(string body)
    {
        ReadOnlySpan<char> text = body.AsSpan().Trim();
        if (text is ['{' or '[', ..])
            return HasAnswer(body) ? null : body;
        if (EventTail.Of(body, LastEvents) is { Count: > 0 } events)
            return events.Exists(part => HasAnswer(part.Data)) ? null : body;
        return text.Length is > 0 and < LongestText && !text.Contains('<') ? body : null;
    }

    /// <summary>Whether it is JSON with a part of an answer.</summary>
    private static bool HasAnswer(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().Any(AnswerShape.IsIn) : AnswerShape.IsIn(root);
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return false;
        }
    }
}
