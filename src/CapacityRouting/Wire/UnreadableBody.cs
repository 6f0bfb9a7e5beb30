using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>
/// What stands in the body of a success in which a client found nothing: a bare sentence, or JSON that is cut off or was never any. An
/// answer that can be read, a stream of events and a page are none of these.
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
