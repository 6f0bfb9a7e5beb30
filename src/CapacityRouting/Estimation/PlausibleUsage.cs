using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>A usage report within reason. A count that no model can reach, or one below zero, is a mistake of who reports it and counts as not reported.</summary>
internal static class PlausibleUsage
{
    /// <summary>The most tokens of one call: more than the window of any model.</summary>
    public const long Most = 1 << 24;

    public static long? Of(long? reported) => reported is >= 0 and <= Most ? reported : null;

    /// <returns>The same report where nothing in it is beyond reason; else a copy without what is.</returns>
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
