using CapacityRouting.Failures.Rules;

namespace CapacityRouting.Failures.Classification;

/// <summary>
/// The page of a proxy or a firewall that refused one exchange. Providers of models answer in JSON; a page comes from something before them, which may refuse one prompt and pass
/// the next. It says nothing of the key, the model or the request.
/// </summary>
internal static class ProxyPage
{
    // What an SDK puts before a body that it could not read.
    private const int LongestBefore = 512;

    /// <returns>Null for any other failure, and where the status itself has a meaning: a wrong key or address, a limit, a length, a time.</returns>
    public static FailureClassification? Read(in FailureSignals signals, int? status) =>
        status is >= 400 and < 500 and not (401 or 402 or 404 or 407 or 408 or 410 or 413 or 429 or 451) && IsPage(signals)
            ? new(FailureKind.ServerError, FailureScope.Unknown, Code: null)
            : null;

    private static bool IsPage(in FailureSignals signals) =>
        signals.Text.AsSpan().TrimStart() is not ['{' or '[', ..] and var text && Begins(text[..Math.Min(text.Length, LongestBefore)]);

    private static bool Begins(ReadOnlySpan<char> start) =>
        start.Contains("<!doctype", StringComparison.OrdinalIgnoreCase) || start.Contains("<html", StringComparison.OrdinalIgnoreCase);
}
