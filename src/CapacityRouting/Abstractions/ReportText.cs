using System.Globalization;
using System.Text.Json;

namespace CapacityRouting.Abstractions;

/// <summary>
/// A report as a few short texts, and back. Texts are what every serialiser knows. They have names of routes, times, counts, and words of this library; no word of a provider. They are less than
/// 1 KB. What was stored may have been changed by anything: what cannot be read is left out.
/// </summary>
internal static class ReportText
{
    private const string ServedBy = "servedBy";
    private const string Attempts = "attempts";
    private const string First = "first";
    private const string Last = "last";
    private const string Waited = "waited";
    private const string Tokens = "tokens";

    // Between the route and its outcome. A route's name may have it too, so the last one counts.
    private const string Colon = ": ";
    private const string In = " in ";
    private const string Seconds = " s";
    private const string Served = "Served";
    private const string UnderWay = "UnderWay";
    private const string Cancelled = "Cancelled";
    private const int LongestRoute = 200;

    /// <summary>The texts by name.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isOfAMessage">Whether a message carries it. A message is part of a cache's key for the next turn, so it has nothing that differs from call to call.</param>
    public static Dictionary<string, object?> Of(RoutingReport report, bool isOfAMessage)
    {
        Dictionary<string, object?> texts = new(StringComparer.Ordinal);
        if (report.ServedBy is { } route)
            texts[ServedBy] = Short(route);
        if (isOfAMessage)
            return texts;
        IReadOnlyList<RoutingAttempt> attempts = report.Attempts;
        texts[Attempts] = Invariant($"{attempts.Count + report.OmittedAttempts}");
        if (attempts.Count > 1)
            texts[First] = TextOf(attempts[0], report);
        if (attempts.Count > 0)
            texts[Last] = TextOf(attempts[^1], report);
        if (report.Waited > TimeSpan.Zero)
            texts[Waited] = InSeconds(report.Waited);
        texts[Tokens] = Invariant($"{report.EstimatedTokens}/{report.ActualTokens}");
        return texts;
    }

    /// <summary>The report that such texts tell of; null where they tell of none.</summary>
    /// <param name="stored">What stands in the place of a report: JSON, or a dictionary.</param>
    public static RoutingReport? Restore(object? stored)
    {
        string? route = Text(stored, ServedBy);
        RoutingAttempt[] attempts = [.. new[] { AttemptIn(stored, First, 0), AttemptIn(stored, Last, 1) }.OfType<RoutingAttempt>()];
        if (string.IsNullOrEmpty(route) && attempts.Length == 0)
            return null;
        int all = int.TryParse(Text(stored, Attempts), NumberStyles.None, CultureInfo.InvariantCulture, out int told) ? told : 0;
        string[] tokens = (Text(stored, Tokens) ?? string.Empty).Split('/');
        return new(route, attempts, Math.Max(0, all - attempts.Length), DurationOf(Text(stored, Waited)) ?? TimeSpan.Zero, CountOf(tokens[0]) ?? 0, tokens is [_, var actual] ? CountOf(actual) : null);
    }

    private static string TextOf(RoutingAttempt attempt, RoutingReport report) =>
        Invariant($"{Short(attempt.Route)}{Colon}{OutcomeOf(attempt, report)}{In}{InSeconds(attempt.Duration)}");

    private static string OutcomeOf(RoutingAttempt attempt, RoutingReport report) =>
        attempt.Failure is { } failure ? failure.StatusCode is { } status ? Invariant($"{failure.Kind} {status}") : failure.Kind.ToString()
        : attempt.IsCancelled ? Cancelled
        : string.Equals(attempt.Route, report.ServedBy, StringComparison.Ordinal) ? Served
        : UnderWay;

    /// <summary>Reads "gpt: Overloaded 503 in 0.25 s".</summary>
    private static RoutingAttempt? AttemptIn(object? stored, string name, int number)
    {
        if (Text(stored, name) is not { } text || text.LastIndexOf(Colon, StringComparison.Ordinal) is not (> 0 and var colon))
            return null;
        string route = text[..colon];
        string[] parts = text[(colon + Colon.Length)..].Split(In, 2);
        if (parts is not [var outcome, var time] || DurationOf(time) is not { } duration)
            return null;
        string[] words = outcome.Split(' ', 2);
        if (words[0] is Served or UnderWay or Cancelled)
            return new(number, route, duration, failure: null, sends: null) { IsCancelled = words[0] is Cancelled };
        if (Array.IndexOf(Enum.GetNames<FailureKind>(), words[0]) < 0 || !Enum.TryParse(words[0], out FailureKind kind))
            return null;
        int? status = words is [_, var code] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int known) ? known : null;
        return new(number, route, duration, new RouteFailure { Kind = kind, StatusCode = status }, sends: null);
    }

    private static string InSeconds(TimeSpan time) => Invariant($"{time.TotalSeconds:0.###}{Seconds}");

    private static TimeSpan? DurationOf(string? text) =>
        text is not null && text.EndsWith(Seconds, StringComparison.Ordinal)
        && double.TryParse(text.AsSpan(0, text.Length - Seconds.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and < 1e9
            ? TimeSpan.FromSeconds(seconds) : null;

    private static int? CountOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : null;

    private static string? Text(object? stored, string name) => stored switch
    {
        JsonElement { ValueKind: JsonValueKind.Object } json => json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null,
        IDictionary<string, object?> texts => texts.TryGetValue(name, out object? value) ? value is JsonElement { ValueKind: JsonValueKind.String } json ? json.GetString() : value as string : null,
        _ => null,
    };

    private static string Short(string route) => route.Length <= LongestRoute ? route : route[..LongestRoute];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
