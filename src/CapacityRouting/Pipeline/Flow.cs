using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipeline;

/// <summary>The output of a route so far: the reported usage, and the output by length, which counts without a report.</summary>
/// <param name="Usage">The reported usage; null where none was.</param>
/// <param name="Output">Output tokens, by length.</param>
/// <param name="IsWhole">Whether the answer is complete: only a complete one is a sample of the output length.</param>
internal readonly record struct Flow(UsageDetails? Usage, long Output, bool IsWhole = true)
{
    /// <summary>The output in tokens, reported or else by length.</summary>
    public long OutputTokens => Usage?.OutputTokenCount ?? Output;
}
