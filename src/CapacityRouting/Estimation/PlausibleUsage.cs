using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>Filters a usage report. A count beyond any model, or below zero, is an error of its source and counts as not reported.</summary>
internal static class PlausibleUsage
{
    /// <summary>The most tokens of one call: more than the window of any model.</summary>
    public const long Most = 1 << 24;

    public static long? Of(long? reported) => reported is >= 0 and <= Most ? reported : null;

    /// <returns>The same report if all its counts are plausible; else a copy without the others.</returns>
    public static UsageDetails? Of(UsageDetails? reported) =>
        reported is null || IsPlausible(reported) ? reported : new()
        {
            InputTokenCount = Of(reported.InputTokenCount),
            OutputTokenCount = Of(reported.OutputTokenCount),
            TotalTokenCount = Of(reported.TotalTokenCount),
            CachedInputTokenCount = Of(reported.CachedInputTokenCount),
        };

    private static bool IsPlausible(UsageDetails reported) =>
        Of(reported.InputTokenCount) == reported.InputTokenCount
        && Of(reported.OutputTokenCount) == reported.OutputTokenCount
        && Of(reported.TotalTokenCount) == reported.TotalTokenCount
        && Of(reported.CachedInputTokenCount) == reported.CachedInputTokenCount;
}
