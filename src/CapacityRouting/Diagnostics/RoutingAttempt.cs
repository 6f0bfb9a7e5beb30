namespace CapacityRouting;

/// <summary>One call of one route.</summary>
public sealed class RoutingAttempt
{
    internal RoutingAttempt(string route, TimeSpan duration, RouteFailure? failure, int? sends)
    {
        Route = route;
        Duration = duration;
        Failure = failure;
        Sends = sends;
    }

    /// <summary>The route's name.</summary>
    public string Route { get; }

    /// <summary>How long it took; of a stream, up to its end once that has come, and until then up to its first content.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>
    /// Requests that the client sent for it; more than one when its SDK retries by itself. Null when there is no
    /// <see cref="CapacityObserver"/> under the client.
    /// </summary>
    public int? Sends { get; internal set; }

    /// <summary>
    /// What went wrong; null when it served. In the report of an answer it is in short: <see cref="RouteFailure.Exception"/> and <see cref="RouteFailure.Message"/> are null,
    /// and <see cref="RouteFailure.ErrorCode"/> is no longer than 100 characters.
    /// </summary>
    public RouteFailure? Failure { get; internal set; }

    /// <summary>A copy with another failure.</summary>
    internal RoutingAttempt With(RouteFailure? failure) => new(Route, Duration, failure, Sends);
}
