using CapacityRouting.Abstractions;

namespace CapacityRouting;

/// <summary>One call of one route, as it stands at one moment.</summary>
/// <remarks>Immutable, and so safe to share: the next <see cref="RoutingReport.Attempts"/> of the report has a later state of the attempt.</remarks>
public sealed class RoutingAttempt
{
    internal RoutingAttempt(int number, string route, TimeSpan duration, RouteFailure? failure, int? sends)
    {
        Number = number;
        Route = route;
        Duration = duration;
        Failure = failure;
        Sends = sends;
    }

    /// <summary>The route's name.</summary>
    public string Route { get; }

    /// <summary>The duration of the attempt. For a stream: up to its end once that has come, and until then up to its first content.</summary>
    public TimeSpan Duration { get; }

    /// <summary>
    /// The requests that the client sent for the attempt. More than one means that its SDK retries by itself. Null without a <see cref="CapacityObserver"/>
    /// under the client.
    /// </summary>
    public int? Sends { get; }

    /// <summary>
    /// The failure; null when the attempt served, is under way, or was cancelled. The report of an answer has it in short: <see cref="RouteFailure.Exception"/> and <see cref="RouteFailure.Message"/> are null,
    /// and <see cref="RouteFailure.ErrorCode"/> has at most 100 characters.
    /// </summary>
    public RouteFailure? Failure { get; }

    /// <summary>Whether the caller cancelled the call while this attempt was under way. Its <see cref="Duration"/> is then how long it had been.</summary>
    public bool IsCancelled { get; internal init; }

    /// <summary>
    /// The deployment that served in place of the route's own (the spillover of Azure OpenAI), empty where it was not named. The call then took nothing of the route's limits, and its cost
    /// is that of the route's prices. Null for any other call.
    /// </summary>
    public string? SpilledTo
    {
        get;
        internal init => field = ProviderText.Code(value);
    }

    /// <summary>The place of the attempt in the order in which the call's attempts began.</summary>
    internal int Number { get; }

    /// <summary>Whether another attempt of the call was faster.</summary>
    internal bool IsSuperseded { get; init; }

    /// <summary>A copy with another failure.</summary>
    internal RoutingAttempt With(RouteFailure? failure) => new(Number, Route, Duration, failure, Sends) { IsSuperseded = IsSuperseded, IsCancelled = IsCancelled, SpilledTo = SpilledTo };
}
