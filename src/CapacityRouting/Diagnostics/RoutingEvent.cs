namespace CapacityRouting.Diagnostics;

/// <summary>
/// One thing that happened to a call, a route, a quota or the queue. It never has a word of a prompt or an answer, and no message of an exception either:
/// providers quote what they were sent.
/// </summary>
internal readonly struct RoutingEvent
{
    private RoutingEvent(RoutingEventId id, string? route = null)
    {
        Id = id;
        Route = route;
    }

    public RoutingEventId Id { get; }

    /// <summary>The route's name; null where no route is concerned.</summary>
    public string? Route { get; }

    /// <summary>What went wrong at the route, where something did.</summary>
    public RouteFailure? Failure { get; private init; }

    /// <summary>What was thrown, where something was. Only its type and its stack are told on.</summary>
    public Exception? Thrown { get; private init; }

    /// <summary>A name or a list, as the kind says.</summary>
    public string? Text { get; private init; }

    /// <summary>A number, as the kind says.</summary>
    public long Count { get; private init; }

    /// <summary>A time, as the kind says.</summary>
    public TimeSpan? Time { get; private init; }

    /// <param name="route">The route.</param>
    /// <param name="duration">How long the attempt took.</param>
    /// <param name="attempt">Its number within the call.</param>
    public static RoutingEvent Served(string route, TimeSpan duration, int attempt) => new(RoutingEventId.Served, route) { Time = duration, Count = attempt };

    public static RoutingEvent AttemptFailed(string route, RouteFailure failure) => new(RoutingEventId.AttemptFailed, route) { Failure = failure };

    public static RoutingEvent RouteClosed(string route, RouteFailure failure) => new(RoutingEventId.RouteClosed, route) { Failure = failure };

    public static RoutingEvent CircuitOpened(string route) => new(RoutingEventId.CircuitOpened, route);

    public static RoutingEvent CircuitClosed(string route) => new(RoutingEventId.CircuitClosed, route);

    public static RoutingEvent Waiting(string route, TimeSpan wait) => new(RoutingEventId.Waiting, route) { Time = wait };

    /// <param name="attempts">The attempts that were made.</param>
    /// <param name="earliest">When some route can take the call; null where none ever can or nobody knows.</param>
    public static RoutingEvent NoRoute(int attempts, TimeSpan? earliest) => new(RoutingEventId.NoRoute) { Count = attempts, Time = earliest };

    public static RoutingEvent ClassifierThrew(string route, Exception thrown) => new(RoutingEventId.ClassifierThrew, route) { Thrown = thrown };

    public static RoutingEvent WindowLearned(string route, long tokens) => new(RoutingEventId.WindowLearned, route) { Count = tokens };

    public static RoutingEvent Reloaded() => new(RoutingEventId.Reloaded);

    /// <param name="errors">What was wrong with the settings.</param>
    public static RoutingEvent ReloadRefused(string errors) => new(RoutingEventId.ReloadRefused) { Text = errors };

    public static RoutingEvent DisposalThrew(string route, Exception thrown) => new(RoutingEventId.DisposalThrew, route) { Thrown = thrown };

    /// <param name="route">The route.</param>
    /// <param name="stated">The wait that it stated.</param>
    public static RoutingEvent WaitCapped(string route, TimeSpan? stated) => new(RoutingEventId.WaitCapped, route) { Time = stated };

    /// <param name="reader">The reader's type, by name.</param>
    /// <param name="thrown">What it threw.</param>
    public static RoutingEvent ReaderThrew(string reader, Exception thrown) => new(RoutingEventId.ReaderThrew) { Text = reader, Thrown = thrown };

    /// <param name="route">The route.</param>
    /// <param name="sends">The requests that its client sent in one attempt.</param>
    /// <param name="advice">How to turn that off.</param>
    public static RoutingEvent SdkRetries(string route, int sends, string advice) => new(RoutingEventId.SdkRetries, route) { Count = sends, Text = advice };

    /// <param name="route">The route.</param>
    /// <param name="limits">The limits now in force.</param>
    public static RoutingEvent LimitsLearned(string route, string limits) => new(RoutingEventId.LimitsLearned, route) { Text = limits };

    public static RoutingEvent ReadingThrew(string route, Exception thrown) => new(RoutingEventId.ReadingThrew, route) { Thrown = thrown };

    public static RoutingEvent OutcomeThrew(string route, Exception thrown) => new(RoutingEventId.OutcomeThrew, route) { Thrown = thrown };

    /// <param name="callback">The callback, by name.</param>
    /// <param name="thrown">What it threw.</param>
    public static RoutingEvent CallbackThrew(string callback, Exception thrown) => new(RoutingEventId.CallbackThrew) { Text = callback, Thrown = thrown };

    /// <param name="route">The route.</param>
    /// <param name="estimator">The estimator's type, by name, and what was wrong with its answer.</param>
    public static RoutingEvent EstimatorFailed(string route, string estimator) => new(RoutingEventId.EstimatorFailed, route) { Text = estimator };

    public static RoutingEvent UsageNotLoaded(Exception thrown) => new(RoutingEventId.UsageNotLoaded) { Thrown = thrown };

    public static RoutingEvent UsageNotSaved(Exception thrown) => new(RoutingEventId.UsageNotSaved) { Thrown = thrown };

    /// <param name="patience">How long disposal waited for the last save.</param>
    public static RoutingEvent UsageLeftUnsaved(TimeSpan patience) => new(RoutingEventId.UsageLeftUnsaved) { Time = patience };
}
