using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Telemetry;

/// <summary>
/// One event of a call, a route, a quota or the queue. It never has a word of a prompt or an answer, and no message of an exception:
/// providers quote what they were sent.
/// </summary>
internal readonly struct RoutingEvent
{
    private RoutingEvent(EventKind kind, string? route = null)
    {
        Kind = kind;
        Route = route;
    }

    public EventKind Kind { get; }

    /// <summary>The route's name; null where no route is concerned.</summary>
    public string? Route { get; }

    /// <summary>The failure of the route, if there was one.</summary>
    public RouteFailure? Failure => Cause as RouteFailure;

    /// <summary>The type of the exception, by name.</summary>
    public string? Error => Cause?.GetType().Name;

    public string? StackTrace => (Cause as Exception)?.StackTrace;

    /// <summary>A name or a list; the kind says which.</summary>
    public string? Text { get; private init; }

    /// <summary>More text; the kind says which.</summary>
    public string? Detail { get; private init; }

    /// <summary>A number; the kind says which.</summary>
    public long Count { get; private init; }

    /// <summary>A time; the kind says which.</summary>
    public TimeSpan? Time { get; private init; }

    private object? Cause { get; init; }

    /// <param name="route">The route.</param>
    /// <param name="duration">How long the attempt took.</param>
    /// <param name="attempt">Its number within the call.</param>
    public static RoutingEvent Served(string route, TimeSpan duration, int attempt) => new(Kinds.Served, route) { Time = duration, Count = attempt };

    public static RoutingEvent AttemptFailed(string route, RouteFailure failure) => new(Kinds.AttemptFailed, route) { Cause = failure };

    public static RoutingEvent RouteClosed(string route, RouteFailure failure) => new(Kinds.RouteClosed, route) { Cause = failure };

    public static RoutingEvent CircuitOpened(string route) => new(Kinds.CircuitOpened, route);

    public static RoutingEvent CircuitClosed(string route) => new(Kinds.CircuitClosed, route);

    public static RoutingEvent RouteSlow(string route) => new(Kinds.RouteSlow, route);

    public static RoutingEvent RouteRecovered(string route) => new(Kinds.RouteRecovered, route);

    public static RoutingEvent Waiting(string route, TimeSpan wait) => new(Kinds.Waiting, route) { Time = wait };

    /// <param name="attempts">The attempts that were made.</param>
    /// <param name="earliest">When some route can take the call; null where that never comes or is unknown.</param>
    public static RoutingEvent NoRoute(int attempts, TimeSpan? earliest) => new(Kinds.NoRoute) { Count = attempts, Time = earliest };

    public static RoutingEvent ClassifierThrew(string route, Exception thrown) => new(Kinds.ClassifierThrew, route) { Cause = thrown };

    public static RoutingEvent WindowLearned(string route, long tokens) => new(Kinds.WindowLearned, route) { Count = tokens };

    /// <param name="route">The route.</param>
    /// <param name="missing">What it lacks, by name.</param>
    public static RoutingEvent CapabilityMissing(string route, string missing) => new(Kinds.CapabilityMissing, route) { Text = missing };

    public static RoutingEvent Reloaded() => new(Kinds.Reloaded);

    /// <param name="errors">The errors of the settings.</param>
    public static RoutingEvent ReloadRefused(string errors) => new(Kinds.ReloadRefused) { Text = errors };

    public static RoutingEvent DisposalThrew(string route, Exception thrown) => new(Kinds.DisposalThrew, route) { Cause = thrown };

    /// <param name="route">The route.</param>
    /// <param name="stated">The wait that it stated.</param>
    /// <param name="longest">The wait that it is taken for.</param>
    public static RoutingEvent WaitCapped(string route, TimeSpan? stated, TimeSpan longest) => new(Kinds.WaitCapped, route) { Time = stated, Count = longest.Ticks };

    /// <param name="reader">The reader's type, by name.</param>
    /// <param name="thrown">What it threw.</param>
    public static RoutingEvent ReaderThrew(string reader, Exception thrown) => new(Kinds.ReaderThrew) { Text = reader, Cause = thrown };

    /// <param name="route">The route.</param>
    /// <param name="advice">The line of code that shows its traffic.</param>
    public static RoutingEvent Unobserved(string route, string advice) => new(Kinds.Unobserved, route) { Text = advice };

    /// <param name="route">The route.</param>
    /// <param name="sends">The requests that its client sent in one attempt.</param>
    /// <param name="advice">How to turn that off.</param>
    public static RoutingEvent SdkRetries(string route, int sends, string advice) => new(Kinds.SdkRetries, route) { Count = sends, Text = advice };

    /// <param name="route">The route.</param>
    /// <param name="limits">The limits now in force.</param>
    public static RoutingEvent LimitsLearned(string route, string limits) => new(Kinds.LimitsLearned, route) { Text = limits };

    public static RoutingEvent ReadingThrew(string route, Exception thrown) => new(Kinds.ReadingThrew, route) { Cause = thrown };

    public static RoutingEvent OutcomeThrew(string route, Exception thrown) => new(Kinds.OutcomeThrew, route) { Cause = thrown };

    /// <param name="callback">The callback, by name.</param>
    /// <param name="thrown">What it threw.</param>
    public static RoutingEvent CallbackThrew(string callback, Exception thrown) => new(Kinds.CallbackThrew) { Text = callback, Cause = thrown };

    /// <param name="route">The route.</param>
    /// <param name="estimator">The estimator's type, by name.</param>
    /// <param name="problem">What was wrong with its answer.</param>
    public static RoutingEvent EstimatorFailed(string route, string estimator, string problem) =>
        new(Kinds.EstimatorFailed, route) { Text = estimator, Detail = problem };

    public static RoutingEvent UsageNotLoaded(Exception thrown) => new(Kinds.UsageNotLoaded) { Cause = thrown };

    public static RoutingEvent UsageNotSaved(Exception thrown) => new(Kinds.UsageNotSaved) { Cause = thrown };

    /// <param name="patience">How long disposal waited for the last save.</param>
    public static RoutingEvent UsageLeftUnsaved(TimeSpan patience) => new(Kinds.UsageLeftUnsaved) { Time = patience };

    /// <param name="patience">How long calls waited for the source.</param>
    public static RoutingEvent UsageNotNoted(TimeSpan patience) => new(Kinds.UsageNotNoted) { Time = patience };

    /// <summary>
    /// The kinds of events, with the form of each in the log. The numbers are those of docs/events.md. A number is never used again for another kind.
    /// </summary>
    internal static class Kinds
    {
        public static readonly EventKind Served = new(1, LogLevel.Debug, "Served by {Route} in {Milliseconds} ms, attempt {Attempt}", static e => [e.Route, e.Time?.TotalMilliseconds, e.Count]);

        public static readonly EventKind AttemptFailed = new(2, LogLevel.Warning, "Route {Route} failed: {Kind} (status {StatusCode}, code {ErrorCode}, retry after {RetryAfter})", static e => [e.Route, e.Failure?.Kind, e.Failure?.StatusCode, e.Failure?.ErrorCode, e.Failure?.RetryAfter]);

        public static readonly EventKind RouteClosed = new(3, LogLevel.Error, "Route {Route} is closed: {Kind}. It is probed now and then; mend the key, the model's name or the account", static e => [e.Route, e.Failure?.Kind]);

        public static readonly EventKind CircuitOpened = new(4, LogLevel.Warning, "The circuit of route {Route} opened", static e => [e.Route]);

        public static readonly EventKind CircuitClosed = new(5, LogLevel.Information, "The circuit of route {Route} closed again", static e => [e.Route]);

        public static readonly EventKind Waiting = new(6, LogLevel.Debug, "Waiting {Milliseconds} ms for {Route}", static e => [e.Time?.TotalMilliseconds, e.Route]);

        public static readonly EventKind NoRoute = new(7, LogLevel.Warning, "No route took the call after {Attempts} attempts; the earliest can in {RetryAfter}", static e => [e.Count, e.Time]);

        public static readonly EventKind ClassifierThrew = new(8, LogLevel.Error, "The failure classifier threw {Error} for route {Route}; the built-in rules decide. {StackTrace}", static e => [e.Error, e.Route, e.StackTrace]);

        public static readonly EventKind WindowLearned = new(9, LogLevel.Information, "Route {Route} takes its model's window for {Tokens} tokens by a refusal, for an hour", static e => [e.Route, e.Count]);

        public static readonly EventKind Reloaded = new(10, LogLevel.Information, "Configuration reloaded: new limits and policy are in force, levels are kept", static _ => []);

        public static readonly EventKind ReloadRefused = new(11, LogLevel.Error, "The changed configuration is wrong and was not taken; the old one stays in force: {Errors}", static e => [e.Text]);

        public static readonly EventKind DisposalThrew = new(12, LogLevel.Warning, "Disposing a stream of route {Route} threw {Error}", static e => [e.Route, e.Error]);

        public static readonly EventKind WaitCapped = new(13, LogLevel.Warning, "Route {Route} was told to wait {Stated}; that is taken for {Longest}, after which it is tried again", static e => [e.Route, e.Time, TimeSpan.FromTicks(e.Count)]);

        public static readonly EventKind ReaderThrew = new(14, LogLevel.Error, "The exception reader {Reader} threw {Error}; the exception's own words are read instead. {StackTrace}", static e => [e.Text, e.Error, e.StackTrace]);

        public static readonly EventKind SdkRetries = new(15, LogLevel.Warning, "Requests of route {Route} are repeated below the router: {Sends} were sent in one attempt, which eats its quota unseen and holds up the failover. Turn the retries of its SDK off: {HowTo}", static e => [e.Route, e.Count, e.Text]);

        public static readonly EventKind LimitsLearned = new(16, LogLevel.Information, "Route {Route} learned its limits from what the provider said: {Limits}", static e => [e.Route, e.Text]);

        public static readonly EventKind ReadingThrew = new(17, LogLevel.Error, "Reading a failure of route {Route} threw {Error}; it counts as a server error. {StackTrace}", static e => [e.Error, e.Route, e.StackTrace]);

        public static readonly EventKind OutcomeThrew = new(18, LogLevel.Error, "Settling an attempt at route {Route} threw {Error}; what it held is given back. {StackTrace}", static e => [e.Route, e.Error, e.StackTrace]);

        public static readonly EventKind CallbackThrew = new(19, LogLevel.Error, "The callback {Callback} threw {Error}; it goes on at its next turn. {StackTrace}", static e => [e.Text, e.Error, e.StackTrace]);

        public static readonly EventKind EstimatorFailed = new(21, LogLevel.Error, "The token estimator {Estimator} of route {Route} {Problem}; the built-in estimate counts instead, now and whenever that happens again", static e => [e.Text, e.Route, e.Detail]);

        public static readonly EventKind RouteSlow = new(30, LogLevel.Warning, "Route {Route} is several times slower than usual, and another route is faster: it comes after the others until it recovers", static e => [e.Route]);

        public static readonly EventKind RouteRecovered = new(31, LogLevel.Information, "Route {Route} has its preference back", static e => [e.Route]);

        public static readonly EventKind Unobserved = new(33, LogLevel.Information, "The traffic of route {Route} is not observed: waits and limits in its headers, and most words of its errors, stay unseen. To see them: {HowTo}", static e => [e.Route, e.Text]);
        public static readonly EventKind CapabilityMissing = new(32, LogLevel.Information, "Route {Route} lacks {Capability} by a refusal: requests that need it go to other routes for an hour", static e => [e.Route, e.Text]);

        public static readonly EventKind UsageNotLoaded = new(40, LogLevel.Error, "Loading what was used of long limits threw {Error}; it is tried again, and told only once. Until it succeeds, use counts from zero and nothing is saved", static e => [e.Error]);

        public static readonly EventKind UsageNotSaved = new(41, LogLevel.Warning, "Saving what was used of long limits threw {Error}; it is tried again, and told only once", static e => [e.Error]);

        public static readonly EventKind UsageLeftUnsaved = new(42, LogLevel.Warning, "The last save of what was used of long limits, or what was under way before it, took more than {Seconds} s; it is given up", static e => [e.Time?.TotalSeconds]);

        public static readonly EventKind UsageNotNoted = new(43, LogLevel.Warning, "The quota source has not answered for {Seconds} s, told only once. Until it does, calls under long limits are not noted before they are made, or are refused (QuotaSourceFailClosed)", static e => [e.Time?.TotalSeconds]);
    }
}

/// <summary>A kind of events, and its form in the log. Immutable, with one instance of each kind.</summary>
/// <param name="id">Its number in the log.</param>
/// <param name="level">Its level in the log.</param>
/// <param name="message">Its message, with a place for each value.</param>
/// <param name="values">The values of an event, in the order of their places.</param>
/// <param name="name">Its name.</param>
internal sealed class EventKind(int id, LogLevel level, string message, Func<RoutingEvent, object?[]> values, [CallerMemberName] string name = "")
{
    public int Id => id;

    public LogLevel Level => level;

    public string Message => message;

    public string Name => name;

    public object?[] ValuesOf(in RoutingEvent happened) => values(happened);
}
