using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>
/// Reads one usage report: the only place where its counts get a meaning. A count beyond any model, or below zero, is an error of its source and counts as not reported. Where the total is more
/// than the parts, the total is right: some providers state reasoning beside the output, or cached tokens beside the input.
/// </summary>
internal static class UsageReader
{
    /// <summary>The most tokens of one call: more than the window of any model.</summary>
    public const long Most = 1 << 24;

    public static long? Plausible(long? reported) => reported is >= 0 and <= Most ? reported : null;

    /// <returns>The same report if its counts are plausible and consistent; else a copy in which they are: cached input within the input, and reasoning within the output.</returns>
    public static UsageDetails? Read(UsageDetails? reported)
    {
        if (reported is null || (IsPlausible(reported) && GapOf(reported) == 0))
            return reported;
        UsageDetails read = new()
        {
            InputTokenCount = Plausible(reported.InputTokenCount),
            OutputTokenCount = Plausible(reported.OutputTokenCount),
            TotalTokenCount = Plausible(reported.TotalTokenCount),
            CachedInputTokenCount = Plausible(reported.CachedInputTokenCount),
            ReasoningTokenCount = Plausible(reported.ReasoningTokenCount),
            AdditionalCounts = reported.AdditionalCounts,
        };
        Close(GapOf(read), read);
        return read;
    }

    private static void Close(long gap, UsageDetails read)
    {
        if (gap == 0)
            return;
        long cached = read.CachedInputTokenCount ?? 0;
        long reasoning = read.ReasoningTokenCount ?? 0;
        bool isCachedBeside = cached > 0 && (gap == cached || gap == cached + reasoning);
        long ofInput = read.InputTokenCount is null ? gap : isCachedBeside ? cached : 0;
        if (ofInput > 0)
            read.InputTokenCount = (read.InputTokenCount ?? 0) + ofInput;
        if (gap > ofInput)
            read.OutputTokenCount = (read.OutputTokenCount ?? 0) + gap - ofInput;
    }

    /// <summary>The tokens of the total that no part has.</summary>
    private static long GapOf(UsageDetails read) =>
        read.TotalTokenCount is { } total && (read.InputTokenCount ?? read.OutputTokenCount) is not null ? Math.Max(0, total - (read.InputTokenCount ?? 0) - (read.OutputTokenCount ?? 0)) : 0;

    private static bool IsPlausible(UsageDetails reported) =>
        Plausible(reported.InputTokenCount) == reported.InputTokenCount
        && Plausible(reported.OutputTokenCount) == reported.OutputTokenCount
        && Plausible(reported.TotalTokenCount) == reported.TotalTokenCount
        && Plausible(reported.CachedInputTokenCount) == reported.CachedInputTokenCount
        && Plausible(reported.ReasoningTokenCount) == reported.ReasoningTokenCount;
}
