using System.Buffers;

namespace CapacityRouting.Failures.Rules;

/// <summary>
/// Finds the HTTP status code of an error in its text: "HTTP 429 (429)", "Error code: 429 - {...}", "does not indicate success: 503",
/// "502 Bad Gateway", <c>'status': 400</c>.
/// </summary>
internal static class StatusInText
{
    private const int Length = 3;
    private const int Longest = 24;

    private static readonly SearchValues<char> FirstDigits = SearchValues.Create("45");

    // The ends of words that announce a status code.
    private static readonly string[] Announcements = ["code", "status", "http", "error", "success", "statuscode", "response"];

    // The words after a status code that no word announces.
    private static readonly string[] Reasons =
    [
        "bad request", "unauthorized", "authorization required", "payment required", "forbidden", "not found", "request timeout",
        "request time-out", "request entity too large", "payload too large", "too many requests", "internal server error", "bad gateway",
        "service unavailable", "service temporarily unavailable", "gateway timeout", "gateway time-out", "client error", "server error",
        "resource_exhausted", "unavailable", "invalid_argument", "permission_denied", "unauthenticated", "deadline_exceeded", "site is overloaded",
    ];

    public static int? Of(string text) => Of(text.AsSpan());

    /// <inheritdoc cref="Of(string)"/>
    public static int? Of(ReadOnlySpan<char> text)
    {
        for (int at = 0; text[at..].IndexOfAny(FirstDigits) is >= 0 and int distance; at++)
        {
            at += distance;
            if (IsAlone(text, at) && (IsAnnounced(text[..at]) || IsExplained(text[(at + Length)..])))
                return int.Parse(text.Slice(at, Length));
        }
        return null;
    }

    /// <summary>Whether a value is a number in the range of error status codes and nothing more.</summary>
    public static bool IsStatus(ReadOnlySpan<char> value) => value.Length == Length && value[0] is >= '1' and <= '5' && IsAlone(value, 0);

    private static bool IsAlone(ReadOnlySpan<char> text, int at) =>
        at + Length <= text.Length
        && char.IsAsciiDigit(text[at + 1]) && char.IsAsciiDigit(text[at + 2])
        && (at == 0 || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '.' or ',' or '_' or '-' or '/' or '$'))
        && (at + Length == text.Length || !(char.IsLetterOrDigit(text[at + Length]) || text[at + Length] is '_' or '-' or '/' or '%'))
        && (at + Length + 1 >= text.Length || !(text[at + Length] is '.' or ',' && char.IsAsciiDigit(text[at + Length + 1])));

    /// <summary>Whether the status code begins a line, or follows a word that announces it.</summary>
    private static bool IsAnnounced(ReadOnlySpan<char> before)
    {
        ReadOnlySpan<char> near = before.Length > Longest ? before[^Longest..] : before;
        near = near.TrimEnd(" \"'\\`:=([>#|*");
        if (near.IsEmpty)
            return before.Length <= Longest;
        if (near[^1] is '\n')
            return true;
        ReadOnlySpan<char> word = near[(near.LastIndexOfAny(" \"'\n") + 1)..];
        return word.StartsWith("http/", StringComparison.OrdinalIgnoreCase) || EndsInAnAnnouncement(word);
    }

    private static bool EndsInAnAnnouncement(ReadOnlySpan<char> word)
    {
        foreach (string announcement in Announcements)
            if (word.EndsWith(announcement, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static bool IsExplained(ReadOnlySpan<char> after)
    {
        ReadOnlySpan<char> near = after.Length > 2 * Longest ? after[..(2 * Longest)] : after;
        ReadOnlySpan<char> reason = near.TrimStart(" :-|(");
        foreach (string known in Reasons)
            if (reason.StartsWith(known, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }
}
