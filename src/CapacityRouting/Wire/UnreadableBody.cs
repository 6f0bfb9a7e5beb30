using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>
/// The body of a success in which a client found no answer: a bare sentence, or text that begins as JSON and is not valid JSON. An
/// answer that can be read, a stream of events and an HTML page are none of these.
/// </summary>
internal static class UnreadableBody
{
    private const int LongestSentence = 512;

    public static string? In(string body)
    {
        ReadOnlySpan<char> text = body.AsSpan().Trim();
        if (text is ['{' or '[', ..])
            return IsJson(body) ? null : body;
        return text.Length is > 0 and < LongestSentence && !text.ContainsAny('{', '<') ? body : null;
    }

    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return false;
        }
    }
}
