using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipeline;

/// <summary>What has come from a route: the usage that it reported, and the output by length, which counts where nothing was reported.</summary>
/// <param name="Usage">The reported usage; null where none was.</param>
/// <param name="Output">Output tokens, by length.</param>
/// <param name="IsWhole">Whether it is all of the answer: only that says how long answers are.</param>
internal readonly record struct Flow(UsageDetails? Usage, long Output, bool IsWhole = true)
{
    /// <summary>The output in tokens, reported or else by length.</summary>
    public long OutputTokens => Usage?.OutputTokenCount ?? Output;
}
