using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The time limits of the stages of one attempt, in ticks; <see cref="Clock.Never"/> means unlimited.</summary>
/// <param name="FirstToken">From the attempt's start to the first content of a stream.</param>
/// <param name="Idle">Between two updates after the first content.</param>
/// <param name="Total">The whole attempt.</param>
/// <param name="PerUpdate">The time that each update before the first content adds, counted from the first update.</param>
/// <param name="IsAdaptive">Whether the limit of the first token follows the route's observed times.</param>
internal readonly record struct AttemptTimes(long FirstToken, long Idle, long Total, long PerUpdate, bool IsAdaptive)
{
    /// <summary>Whether any stage is limited.</summary>
    public bool AreBounded => Math.Min(Math.Min(FirstToken, Idle), Math.Min(Total, PerUpdate)) < Clock.Never;
}
