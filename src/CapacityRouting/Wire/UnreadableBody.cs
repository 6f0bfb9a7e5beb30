using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>
/// The body of a success in which a client found no answer: a text, text that begins as JSON and is not valid JSON, or JSON and events without any field of an answer. Of an answer only the
/// reason for its end is left: a client may not know the word. An HTML page is none of these.
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
            return IsAnswer(body, out string? finish) ? finish : body;
        if (EventTail.Of(body, LastEvents) is { Count: > 0 } events)
            return In(events) is (true, var reason) ? reason : body;
        return text.Length is > 0 and < LongestText && !text.Contains('<') ? body : null;
    }

    private static (bool IsAnswer, string? Finish) In(List<WireEvent> latestFirst)
    {
        (bool isAnswer, string? finish) = (false, null);
        foreach (WireEvent part in latestFirst)
        {
            isAnswer |= IsAnswer(part.Data, out string? reason);
            finish ??= reason;
        }

        return (isAnswer, finish);
    }

    /// <summary>Whether it is JSON with a part of an answer, and the reason that it states for its end.</summary>
    private static bool IsAnswer(string text, out string? finish)
    {
        finish = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array)
                return root.EnumerateArray().Any(AnswerShape.IsIn);
            finish = StatedFinish.In(root) is { } reason ? $"finish_reason: {reason}" : null;
            return AnswerShape.IsIn(root) || finish is not null;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
