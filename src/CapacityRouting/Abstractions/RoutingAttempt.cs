namespace CapacityRouting;

/// <summary>One call of one route, as it stands at one moment. Immutable, and so thread-safe: what becomes of an attempt is in the report's next <see cref="RoutingReport.Attempts"/>.</summary>
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

    /// <summary>How long it took; of a stream, up to its end once that has come, and until then up to its first content.</summary>
    public TimeSpan Duration { get; }

    /// <summary>
    /// Requests that the client sent for it; more than one when its SDK retries by itself. Null when there is no
    /// <see cref="CapacityObserver"/> under the client.
    /// </summary>
    public int? Sends { get; }

    /// <summary>
    /// What went wrong; null when it served. In the report of an answer it is in short: <see cref="RouteFailure.Exception"/> and <see cref="RouteFailure.Message"/> are null,
    /// and <see cref="RouteFailure.ErrorCode"/> is no longer than 100 characters.
    /// </summary>
    public RouteFailure? Failure { get; }

    /// <summary>Its place in the order in which the call's attempts began.</summary>
    internal int Number { get; }

    /// <summary>Whether another attempt of the call was faster.</summary>
    internal bool IsSuperseded { get; init; }

    /// <summary>A copy with another failure.</summary>
    internal RoutingAttempt With(RouteFailure? failure) => new(Number, Route, Duration, failure, Sends) { IsSuperseded = IsSuperseded };
}
