using CapacityRouting.Settings;

namespace CapacityRouting;

/// <summary>
/// The time limits of an attempt. A null value is inherited: a request's from its route, a route's from the policy. The policy's defaults are named here.
/// </summary>
/// <remarks>
/// Immutable, and so safe to share between routes, requests and threads. The values are checked when a client, or the request, is made. A running attempt
/// keeps the values that it began with.
/// </remarks>
/// <example>
/// <code>
/// CapacityRoutingOptions options = new()
/// {
///     Timeouts = new()
///     {
///         FirstToken = TimeSpan.FromSeconds(20),
///         Idle = TimeSpan.FromSeconds(30),
///         Total = TimeLimit.None,
///     },
/// };
/// ModelRoute thinker = new("thinker", client) { Timeouts = new() { FirstToken = TimeLimit.Adaptive } };
/// </code>
/// </example>
public sealed record AttemptTimeouts
{
    /// <summary>
    /// The time from the attempt's start to a stream's first content, the wait for the headers included. More than zero and at most seven days,
    /// <see cref="TimeLimit.Adaptive"/> or <see cref="TimeLimit.None"/>. Null inherits; default of the policy: adaptive, from 5 seconds to 1 minute.
    /// </summary>
    public TimeLimit? FirstToken { get; init; }

    /// <summary>
    /// The time between two updates of a stream after its first content. More than zero and at most seven days, <see cref="TimeLimit.Adaptive"/> or <see cref="TimeLimit.None"/>.
    /// Null inherits; default of the policy: adaptive, from 10 seconds to 1 minute.
    /// </summary>
    public TimeLimit? Idle { get; init; }

    /// <summary>
    /// The time of the whole attempt, for streams and whole responses. More than zero and at most seven days, <see cref="TimeLimit.Adaptive"/> or <see cref="TimeLimit.None"/>. Null
    /// inherits; default of the policy: adaptive, from 5 seconds to 5 minutes for whole responses, and always 5 minutes for streams.
    /// </summary>
    public TimeLimit? Total { get; init; }

    /// <summary>
    /// The fewest updates per second of a stream, from its first update to its first content. Zero or more; 0 is no bound. Null inherits; default of the policy: 0.
    /// A stream that only trickles is left for the next route before <see cref="FirstToken"/> is over.
    /// Use 0 for models that think in silence after they have opened the stream.
    /// </summary>
    public double? MinimumUpdatesPerSecond { get; init; }

    /// <summary>The defaults of the policy.</summary>
    internal static AttemptTimeouts Default { get; } = new()
    {
        FirstToken = TimeLimit.Adaptive,
        Idle = TimeLimit.Adaptive,
        Total = TimeLimit.Adaptive,
        MinimumUpdatesPerSecond = 0,
    };

    internal static SettingTable<AttemptTimeouts> Table { get; } = new()
    {
        { nameof(FirstToken), timeouts => timeouts.FirstToken, (ref timeouts, value) => timeouts = timeouts with { FirstToken = value }, Times.LimitOrAdaptive },
        { nameof(Idle), timeouts => timeouts.Idle, (ref timeouts, value) => timeouts = timeouts with { Idle = value }, Times.LimitOrAdaptive },
        { nameof(Total), timeouts => timeouts.Total, (ref timeouts, value) => timeouts = timeouts with { Total = value }, Times.LimitOrAdaptive },
        { nameof(MinimumUpdatesPerSecond), timeouts => timeouts.MinimumUpdatesPerSecond, (ref timeouts, value) => timeouts = timeouts with { MinimumUpdatesPerSecond = value }, Numbers.NotNegative },
    };
}
