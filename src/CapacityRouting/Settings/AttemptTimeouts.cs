using CapacityRouting.Settings;

namespace CapacityRouting;

/// <summary>
/// How long an attempt may take. What is null is inherited: a request's from its route's, a route's from the policy's, and the policy's are the defaults
/// named here.
/// </summary>
/// <remarks>
/// Immutable, and so safe to share between routes, requests and threads. Values are checked when a client, or the request, is made. An attempt under way
/// keeps those that it began with.
/// </remarks>
public sealed record AttemptTimeouts
{
    /// <summary>
    /// From the attempt's start to a stream's first content, the wait for the response's headers included. More than zero and at most seven days,
    /// <see cref="TimeLimit.Adaptive"/> or <see cref="TimeLimit.None"/>. Null inherits; default of the policy: 1 minute.
    /// </summary>
    public TimeLimit? FirstToken { get; init; }

    /// <summary>
    /// Between two updates of a stream after its first content. More than zero and at most seven days, or <see cref="TimeLimit.None"/>. Null inherits;
    /// default of the policy: 1 minute.
    /// </summary>
    public TimeLimit? Idle { get; init; }

    /// <summary>
    /// The whole attempt, of whole responses too. More than zero and at most seven days, or <see cref="TimeLimit.None"/>. Null inherits; default of the
    /// policy: 5 minutes, since reasoning models take their time.
    /// </summary>
    public TimeLimit? Total { get; init; }

    /// <summary>
    /// The fewest updates per second that a stream which has begun must bring until its first content comes, counted from its first update: one that only
    /// trickles is left for the next route before <see cref="FirstToken"/> is over. For models that think in silence after they have opened the stream: 0.
    /// Zero or more, and 0 is no bound. Null inherits; default of the policy: 0.
    /// </summary>
    public double? MinimumUpdatesPerSecond { get; init; }

    /// <summary>The defaults of the policy.</summary>
    internal static AttemptTimeouts Default { get; } = new()
    {
        FirstToken = TimeSpan.FromMinutes(1),
        Idle = TimeSpan.FromMinutes(1),
        Total = TimeSpan.FromMinutes(5),
        MinimumUpdatesPerSecond = 0,
    };

    internal static SettingTable<AttemptTimeouts> Table { get; } = new()
    {
        { nameof(FirstToken), timeouts => timeouts.FirstToken, (ref timeouts, value) => timeouts = timeouts with { FirstToken = value }, Times.LimitOrAdaptive },
        { nameof(Idle), timeouts => timeouts.Idle, (ref timeouts, value) => timeouts = timeouts with { Idle = value }, Times.Limit },
        { nameof(Total), timeouts => timeouts.Total, (ref timeouts, value) => timeouts = timeouts with { Total = value }, Times.Limit },
        { nameof(MinimumUpdatesPerSecond), timeouts => timeouts.MinimumUpdatesPerSecond, (ref timeouts, value) => timeouts = timeouts with { MinimumUpdatesPerSecond = value }, Numbers.NotNegative },
    };
}
