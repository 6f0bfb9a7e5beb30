namespace CapacityRouting.Diagnostics;

/// <summary>
/// One thing that happened to a call, a route, a quota or the queue. It never has a word of a prompt or an answer, and no message of an exception either:
/// providers quote what they were sent.
/// </summary>
internal readonly struct RoutingEvent
{
    /// <summary>The kinds of events. The numbers are those of the log (docs/events.md): one that was given is never given to another kind.</summary>
    internal enum Kind
    {
        Served = 1,
        AttemptFailed = 2,
        RouteClosed = 3,
        CircuitOpened = 4,
        CircuitClosed = 5,
        Waiting = 6,
        NoRoute = 7,
        ClassifierThrew = 8,
        WindowLearned = 9,
        Reloaded = 10,
        ReloadRefused = 11,
        DisposalThrew = 12,
        WaitCapped = 13,
        ReaderThrew = 14,
        SdkRetries = 15,
        LimitsLearned = 16,
        ReadingThrew = 17,
        OutcomeThrew = 18,
        CallbackThrew = 19,
        EstimatorFailed = 21,
        UsageNotLoaded = 40,
        UsageNotSaved = 41,
        UsageLeftUnsaved = 42,
    }

    private RoutingEvent(Kind id, string? route = null)
    {
        Id = id;
        Route = route;
    }

    public Kind Id { get; }

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
    public static RoutingEvent Served(string route, TimeSpan duration, int attempt) => new(Kind.Served, route) { Time = duration, Count = attempt };

    public static RoutingEvent AttemptFailed(string route, RouteFailure failure) => new(Kind.AttemptFailed, route) { Failure = failure };

    public static RoutingEvent RouteClosed(string route, RouteFailure failure) => new(Kind.RouteClosed, route) { Failure = failure };

    public static RoutingEvent CircuitOpened(string route) => new(Kind.CircuitOpened, route);

    public static RoutingEvent CircuitClosed(string route) => new(Kind.CircuitClosed, route);

    public static RoutingEvent Waiting(string route, TimeSpan wait) => new(Kind.Waiting, route) { Time = wait };

    /// <param name="attempts">The attempts that were made.</param>
    /// <param name="earliest">When some route can take the call; null where none ever can or nobody knows.</param>
    public static RoutingEvent NoRoute(int attempts, TimeSpan? earliest) => new(Kind.NoRoute) { Count = attempts, Time = earliest };

    public static RoutingEvent ClassifierThrew(string route, Exception thrown) => new(Kind.ClassifierThrew, route) { Thrown = thrown };

    public static RoutingEvent WindowLearned(string route, long tokens) => new(Kind.WindowLearned, route) { Count = tokens };

    public static RoutingEvent Reloaded() => new(Kind.Reloaded);

    /// <param name="errors">What was wrong with the settings.</param>
    public static RoutingEvent ReloadRefused(string errors) => new(Kind.ReloadRefused) { Text = errors };

    public static RoutingEvent DisposalThrew(string route, Exception thrown) => new(Kind.DisposalThrew, route) { Thrown = thrown };

    /// <param name="route">The route.</param>
    /// <param name="stated">The wait that it stated.</param>
    public static RoutingEvent WaitCapped(string route, TimeSpan? stated) => new(Kind.WaitCapped, route) { Time = stated };

    /// <param name="reader">The reader's type, by name.</param>
    /// <param name="thrown">What it threw.</param>
    public static RoutingEvent ReaderThrew(string reader, Exception thrown) => new(Kind.ReaderThrew) { Text = reader, Thrown = thrown };

    /// <param name="route">The route.</param>
    /// <param name="sends">The requests that its client sent in one attempt.</param>
    /// <param name="advice">How to turn that off.</param>
    public static RoutingEvent SdkRetries(string route, int sends, string advice) => new(Kind.SdkRetries, route) { Count = sends, Text = advice };

    /// <param name="route">The route.</param>
    /// <param name="limits">The limits now in force.</param>
    public static RoutingEvent LimitsLearned(string route, string limits) => new(Kind.LimitsLearned, route) { Text = limits };

    public static RoutingEvent ReadingThrew(string route, Exception thrown) => new(Kind.ReadingThrew, route) { Thrown = thrown };

    public static RoutingEvent OutcomeThrew(string route, Exception thrown) => new(Kind.OutcomeThrew, route) { Thrown = thrown };

    /// <param name="callback">The callback, by name.</param>
    /// <param name="thrown">What it threw.</param>
    public static RoutingEvent CallbackThrew(string callback, Exception thrown) => new(Kind.CallbackThrew) { Text = callback, Thrown = thrown };

    /// <param name="route">The route.</param>
    /// <param name="estimator">The estimator's type, by name, and what was wrong with its answer.</param>
    public static RoutingEvent EstimatorFailed(string route, string estimator) => new(Kind.EstimatorFailed, route) { Text = estimator };

    public static RoutingEvent UsageNotLoaded(Exception thrown) => new(Kind.UsageNotLoaded) { Thrown = thrown };

    public static RoutingEvent UsageNotSaved(Exception thrown) => new(Kind.UsageNotSaved) { Thrown = thrown };

    /// <param name="patience">How long disposal waited for the last save.</param>
    public static RoutingEvent UsageLeftUnsaved(TimeSpan patience) => new(Kind.UsageLeftUnsaved) { Time = patience };
}
