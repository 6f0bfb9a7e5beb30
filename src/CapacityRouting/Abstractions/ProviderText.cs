using System.Buffers;

namespace CapacityRouting.Abstractions;

/// <summary>
/// Text of a provider, made safe for messages, reports and logs: bounded, on one line, without control characters, and with tokens that look like keys masked. A provider's text is
/// untrusted: it quotes prompts, keys and pages of proxies.
/// </summary>
internal static class ProviderText
{
    /// <summary>The most characters of a message.</summary>
    public const int LongestMessage = 500;

    /// <summary>The most characters of an error code.</summary>
    public const int LongestCode = 100;

    // A key is at least this long. Shorter words that begin like one are words.
    private const int ShortestKey = 16;

    // Enough of a key to recognise it by, and too little to use it.
    private const int Shown = 4;

    private const string Mask = "***";

    // The beginnings of keys of model providers, clouds and gateways, of bearer tokens (JWT) and of signed addresses.
    private static readonly string[] Beginnings =
    [
        "sk-", "sk_", "pk-", "pk_", "rk_", "gsk_", "hf_", "xai-", "key-", "nvapi-", "r8_", "fw_", "tgp_", "csk-", "pplx-", "ak-", "AIza", "ya29.", "AKIA", "ASIA", "ABSK", "ghp_", "gho_", "ghs_",
        "github_pat_", "glpat-", "xoxb-", "eyJ",
    ];

    // Names whose value is a key, whatever it looks like.
    private static readonly string[] Names = ["bearer", "api_key", "api-key", "apikey", "x-api-key", "access_token", "authorization", "password", "secret", "subscription-key", "sig"];

    private static readonly SearchValues<char> OfATokenSet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/*");

    /// <returns>The message in its safe form; null for null.</returns>
    public static string? Message(string? text) => text is null ? null : Safe(text, LongestMessage, keepsLines: true);

    /// <returns>The error code in its safe form. A code is a word: what follows a line break is another text.</returns>
    public static string? Code(string? text) => text is null ? null : Safe(text, LongestCode, keepsLines: false);

    private static string Safe(string text, int longest, bool keepsLines)
    {
        ReadOnlySpan<char> start = text.AsSpan(0, Math.Min(text.Length, longest + 1));
        if (!keepsLines && start.IndexOfAny('\r', '\n') is >= 0 and int end)
            start = start[..end];
        bool isCut = start.Length > longest;
        if (isCut)
            start = start[..(char.IsHighSurrogate(start[longest - 1]) ? longest - 1 : longest)];
        if (!isCut && start.Length == text.Length && !NeedsWork(start))
            return text;
        string masked = Masked(OneLine(start));
        return isCut && keepsLines ? masked + "…" : masked;
    }

    private static bool NeedsWork(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
            if (IsUnsafe(c))
                return true;
        return FindKey(text, 0).Length > 0;
    }

    private static string OneLine(ReadOnlySpan<char> text)
    {
        Span<char> line = stackalloc char[LongestMessage];
        for (int i = 0; i < text.Length; i++)
            line[i] = IsUnsafe(text[i]) ? ' ' : text[i];
        return line[..text.Length].ToString();
    }

    /// <summary>Control characters, line and paragraph separators, and marks that turn the direction of text around.</summary>
    private static bool IsUnsafe(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff';

    private static string Masked(string text)
    {
        for ((int Start, int Length) key = FindKey(text, 0); key.Length > 0; key = FindKey(text, key.Start + Shown + Mask.Length))
            text = string.Concat(text.AsSpan(0, key.Start + Math.Min(Shown, key.Length)), Mask, text.AsSpan(key.Start + key.Length));
        return text;
    }

    /// <summary>The next token that looks like a key, from a position on; of length 0 where there is none.</summary>
    private static (int Start, int Length) FindKey(ReadOnlySpan<char> text, int from)
    {
        for (int at = from; at < text.Length;)
        {
            int skipped = text[at..].IndexOfAny(OfATokenSet);
            if (skipped < 0)
                return default;
            at += skipped;
            ReadOnlySpan<char> token = text[at..];
            int length = token.IndexOfAnyExcept(OfATokenSet);
            token = length < 0 ? token : token[..length];
            if (token.Length >= ShortestKey && !token.Contains(Mask, StringComparison.Ordinal) && (BeginsLikeAKey(token) || FollowsAName(text[..at])))
                return (at, token.Length);
            at += token.Length;
        }

        return default;
    }

    private static bool BeginsLikeAKey(ReadOnlySpan<char> token)
    {
        foreach (string beginning in Beginnings)
            if (token.StartsWith(beginning, StringComparison.Ordinal) && HasDigitOrCapital(token[beginning.Length..]))
                return true;
        return false;
    }

    private static bool FollowsAName(ReadOnlySpan<char> before)
    {
        before = before.TrimEnd(" :=\"'\\");
        foreach (string name in Names)
            if (before.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>Tells a key from words with hyphens ("key-value-store-settings").</summary>
    private static bool HasDigitOrCapital(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('0', '9') >= 0 || text.IndexOfAnyInRange('A', 'Z') >= 0;
}
