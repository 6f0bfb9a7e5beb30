using CapacityRouting.Waits;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Diagnostics;

/// <summary>The log of a router: everything that it logs, at one glance. What is thrown by a sink is caught where events are told.</summary>
internal sealed partial class RoutingLog(ILogger log) : IRoutingListener
{
    private const string Category = "CapacityRouting";

    /// <summary>The events of a router, with the log as a listener; one whose factory cannot make a logger logs nothing.</summary>
    public static RoutingEvents ListeningFor(ILoggerFactory? factory)
    {
        try
        {
            return factory?.CreateLogger(Category) is { } log ? new(new RoutingLog(log)) : RoutingEvents.None;
        }
        catch (Exception)
        {
            return RoutingEvents.None;
        }
    }

    public bool Hears(RoutingEvent.Kind id) => log.IsEnabled(LevelOf(id));

    public void On(in RoutingEvent happened)
    {
        RoutingEvent e = happened;
        string route = e.Route ?? string.Empty;
        switch (e.Id)
        {
            case RoutingEvent.Kind.Served: Served(route, e.Time?.TotalMilliseconds ?? 0, e.Count); break;
            case RoutingEvent.Kind.AttemptFailed: AttemptFailed(route, e.Failure?.Kind, e.Failure?.StatusCode, e.Failure?.ErrorCode, e.Failure?.RetryAfter); break;
            case RoutingEvent.Kind.RouteClosed: RouteClosed(route, e.Failure?.Kind); break;
            case RoutingEvent.Kind.CircuitOpened: CircuitOpened(route); break;
            case RoutingEvent.Kind.CircuitClosed: CircuitClosed(route); break;
            case RoutingEvent.Kind.Waiting: Waiting(e.Time?.TotalMilliseconds ?? 0, route); break;
            case RoutingEvent.Kind.NoRoute: NoRoute(e.Count, e.Time); break;
            case RoutingEvent.Kind.WindowLearned: WindowLearned(route, e.Count); break;
            case RoutingEvent.Kind.Reloaded: Reloaded(); break;
            case RoutingEvent.Kind.ReloadRefused: ReloadRefused(e.Text); break;
            case RoutingEvent.Kind.WaitCapped: WaitCapped(route, e.Time, StatedWait.Longest); break;
            case RoutingEvent.Kind.SdkRetries: SdkRetries(route, e.Count, e.Text); break;
            case RoutingEvent.Kind.LimitsLearned: LimitsLearned(route, e.Text); break;
            case RoutingEvent.Kind.EstimatorFailed: EstimatorFailed(e.Text, route); break;
            case RoutingEvent.Kind.UsageLeftUnsaved: UsageLeftUnsaved(e.Time?.TotalSeconds ?? 0); break;
            default: OnThrown(e, route, e.Thrown?.GetType().Name, e.Thrown?.StackTrace); break;
        }
    }

    private void OnThrown(in RoutingEvent e, string route, string? error, string? stackTrace)
    {
        switch (e.Id)
        {
            case RoutingEvent.Kind.ClassifierThrew: ClassifierThrew(error, route, stackTrace); break;
            case RoutingEvent.Kind.DisposalThrew: DisposalThrew(route, error); break;
            case RoutingEvent.Kind.ReaderThrew: ReaderThrew(e.Text, error, stackTrace); break;
            case RoutingEvent.Kind.ReadingThrew: ReadingThrew(error, route, stackTrace); break;
            case RoutingEvent.Kind.OutcomeThrew: OutcomeThrew(route, error, stackTrace); break;
            case RoutingEvent.Kind.CallbackThrew: CallbackThrew(e.Text, error, stackTrace); break;
            case RoutingEvent.Kind.UsageNotLoaded: UsageNotLoaded(error); break;
            case RoutingEvent.Kind.UsageNotSaved: UsageNotSaved(error); break;
        }
    }

    private static LogLevel LevelOf(RoutingEvent.Kind id) => id switch
    {
        RoutingEvent.Kind.Served or RoutingEvent.Kind.Waiting => LogLevel.Debug,
        RoutingEvent.Kind.CircuitClosed or RoutingEvent.Kind.WindowLearned or RoutingEvent.Kind.Reloaded or RoutingEvent.Kind.LimitsLearned => LogLevel.Information,
        RoutingEvent.Kind.RouteClosed or RoutingEvent.Kind.ReloadRefused or RoutingEvent.Kind.EstimatorFailed or RoutingEvent.Kind.ClassifierThrew or RoutingEvent.Kind.ReaderThrew => LogLevel.Error,
        RoutingEvent.Kind.ReadingThrew or RoutingEvent.Kind.OutcomeThrew or RoutingEvent.Kind.CallbackThrew or RoutingEvent.Kind.UsageNotLoaded => LogLevel.Error,
        _ => LogLevel.Warning,
    };

    [LoggerMessage(1, LogLevel.Debug, "Served by {Route} in {Milliseconds} ms, attempt {Attempt}")]
    private partial void Served(string route, double milliseconds, long attempt);

    [LoggerMessage(2, LogLevel.Warning, "Route {Route} failed: {Kind} (status {StatusCode}, code {ErrorCode}, retry after {RetryAfter})")]
    private partial void AttemptFailed(string route, FailureKind? kind, int? statusCode, string? errorCode, TimeSpan? retryAfter);

    [LoggerMessage(3, LogLevel.Error, "Route {Route} is closed: {Kind}. It is probed now and then; mend the key, the model's name or the account")]
    private partial void RouteClosed(string route, FailureKind? kind);

    [LoggerMessage(4, LogLevel.Warning, "The circuit of route {Route} opened")]
    private partial void CircuitOpened(string route);

    [LoggerMessage(5, LogLevel.Information, "The circuit of route {Route} closed again")]
    private partial void CircuitClosed(string route);

    [LoggerMessage(6, LogLevel.Debug, "Waiting {Milliseconds} ms for {Route}")]
    private partial void Waiting(double milliseconds, string route);

    [LoggerMessage(7, LogLevel.Warning, "No route took the call after {Attempts} attempts; the earliest can in {RetryAfter}")]
    private partial void NoRoute(long attempts, TimeSpan? retryAfter);

    [LoggerMessage(8, LogLevel.Error, "The failure classifier threw {Error} for route {Route}; the built-in rules decide. {StackTrace}")]
    private partial void ClassifierThrew(string? error, string route, string? stackTrace);

    [LoggerMessage(9, LogLevel.Information, "Route {Route} takes its model's window for {Tokens} tokens by a refusal, for an hour")]
    private partial void WindowLearned(string route, long tokens);

    [LoggerMessage(10, LogLevel.Information, "Configuration reloaded: new limits and policy are in force, levels are kept")]
    private partial void Reloaded();

    [LoggerMessage(11, LogLevel.Error, "The changed configuration is wrong and was not taken; the old one stays in force: {Errors}")]
    private partial void ReloadRefused(string? errors);

    [LoggerMessage(12, LogLevel.Warning, "Disposing a stream of route {Route} threw {Error}")]
    private partial void DisposalThrew(string route, string? error);

    [LoggerMessage(13, LogLevel.Warning, "Route {Route} was told to wait {Stated}; that is taken for {Longest}, after which it is tried again")]
    private partial void WaitCapped(string route, TimeSpan? stated, TimeSpan longest);

    [LoggerMessage(14, LogLevel.Error, "The exception reader {Reader} threw {Error}; the exception's own words are read instead. {StackTrace}")]
    private partial void ReaderThrew(string? reader, string? error, string? stackTrace);

    [LoggerMessage(15, LogLevel.Warning, "The SDK retries of route {Route} are on: it sent {Sends} requests in one attempt, which eats its quota unseen and holds up the failover. Turn them off: {HowTo}")]
    private partial void SdkRetries(string route, long sends, string? howTo);

    [LoggerMessage(16, LogLevel.Information, "Route {Route} learned its limits from what the provider said: {Limits}")]
    private partial void LimitsLearned(string route, string? limits);

    [LoggerMessage(17, LogLevel.Error, "Reading a failure of route {Route} threw {Error}; it counts as a server error. {StackTrace}")]
    private partial void ReadingThrew(string? error, string route, string? stackTrace);

    [LoggerMessage(18, LogLevel.Error, "Settling an attempt at route {Route} threw {Error}; what it held is given back. {StackTrace}")]
    private partial void OutcomeThrew(string route, string? error, string? stackTrace);

    [LoggerMessage(19, LogLevel.Error, "The callback {Callback} threw {Error}; it goes on at its next turn. {StackTrace}")]
    private partial void CallbackThrew(string? callback, string? error, string? stackTrace);

    [LoggerMessage(21, LogLevel.Error, "The token estimator {Estimator}, of route {Route}; the built-in estimate counts instead, now and whenever that happens again")]
    private partial void EstimatorFailed(string? estimator, string route);

    [LoggerMessage(40, LogLevel.Error, "Loading what was used of long limits threw {Error}; it is tried again, and told only once. Until it succeeds, use counts from zero and nothing is saved")]
    private partial void UsageNotLoaded(string? error);

    [LoggerMessage(41, LogLevel.Warning, "Saving what was used of long limits threw {Error}; it is tried again, and told only once")]
    private partial void UsageNotSaved(string? error);

    [LoggerMessage(42, LogLevel.Warning, "The last save of what was used of long limits, or what was under way before it, took more than {Seconds} s; it is given up")]
    private partial void UsageLeftUnsaved(double seconds);
}
