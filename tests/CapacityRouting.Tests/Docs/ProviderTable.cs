using System.Globalization;

namespace CapacityRouting.Tests.Docs;

/// <summary>What the profiles say, as the document shows it.</summary>
internal static class ProviderTable
{
    public static string Markdown { get; } = string.Join('\n',
    [
        "| profile | told by the host | limiter | requests at once | tokens at once | `max_tokens` | cached input | failed calls | goes on from its own words | finish reason | limits in headers |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        .. ProviderProfile.All.Select(Row),
    ]);

    private static string Row(ProviderProfile profile) => $"| {string.Join(" | ",
        [
            profile.Name,
            Listed(profile.Hosts),
            profile.Limiter == LimiterKind.Unknown ? "not known" : profile.Limiter.ToString(),
            Span(profile.RequestBurst),
            Span(profile.TokenBurst),
            !profile.ReservesMaxOutputTokens ? "not charged" : profile.ReturnsUnusedOutputTokens ? "charged when admitted, corrected at the end" : "charged when admitted",
            profile.CachedTokenWeight switch { 0 => "free", 1 => "counts", double weight => weight.ToString("P0", CultureInfo.InvariantCulture) },
            profile.ChargesFailedCalls ? "count" : "don't count",
            profile.SupportsAssistantPrefill ? "yes" : "no",
            profile.AlwaysGivesFinishReason ? "always" : "learned",
            ReferenceEquals(profile.Headers, ProviderProfile.Generic.Headers) ? "any of these, the first that is there" : Listed([.. profile.Headers.Limits.Select(limit => limit.Names), .. Utilization(profile)]),
        ])} |";

    private static IEnumerable<string> Utilization(ProviderProfile profile) => profile.Headers.UtilizationName is { } name ? [name] : [];

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Select(name => $"`{name}`")) is { Length: > 0 } list ? list : "none";

    private static string Span(TimeSpan span) => span == TimeSpan.FromMinutes(1) ? "the whole limit" : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds} s of it");
}
