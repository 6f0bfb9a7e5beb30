using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>How long the stages of one attempt may take, in ticks; <see cref="Clock.Never"/> where nothing bounds them.</summary>
/// <param name="FirstToken">From the attempt's start to the first content of a stream.</param>
/// <param name="Idle">Between two updates after that.</param>
/// <param name="Total">The whole attempt.</param>
/// <param name="PerUpdate">The share of time that each update before the first content buys, counted from the first update.</param>
/// <param name="IsAdaptive">Whether the time to the first token is what the route is seen to take.</param>
internal readonly record struct AttemptTimes(long FirstToken, long Idle, long Total, long PerUpdate, bool IsAdaptive)
{
    /// <summary>Whether any of them bounds anything.</summary>
    public bool AreBounded => Math.Min(Math.Min(FirstToken, Idle), Math.Min(Total, PerUpdate)) < Clock.Never;
}
