using Microsoft.Extensions.Logging;

namespace CapacityRouting.Diagnostics;

/// <summary>
/// Everything that is logged, at one glance. Never a word of a prompt or an answer, and so no message of an exception either:
/// providers quote what they were sent.
/// </summary>
internal static partial class Log
{
    public const string Category = "CapacityRouting";

    [LoggerMessage(1, LogLevel.Debug, "Served by {Route} in {Milliseconds} ms, attempt {Attempt}")]
    public static partial void Served(ILogger logger, string route, double milliseconds, int attempt);

    [LoggerMessage(2, LogLevel.Warning, "Route {Route} failed: {Kind} (status {StatusCode}, code {ErrorCode}, retry after {RetryAfter})")]
    public static partial void AttemptFailed(ILogger logger, string route, FailureKind kind, int? statusCode, string? errorCode, TimeSpan? retryAfter);

    [LoggerMessage(3, LogLevel.Error, "Route {Route} is closed: {Kind}. It is probed now and then; mend the key, the model's name or the account")]
    public static partial void RouteClosed(ILogger logger, string route, FailureKind kind);

    [LoggerMessage(4, LogLevel.Warning, "The circuit of route {Route} opened")]
    public static partial void CircuitOpened(ILogger logger, string route);

    [LoggerMessage(5, LogLevel.Information, "The circuit of route {Route} closed again")]
    public static partial void CircuitClosed(ILogger logger, string route);

    [LoggerMessage(6, LogLevel.Debug, "Waiting {Milliseconds} ms for {Route}")]
    public static partial void Waiting(ILogger logger, double milliseconds, string route);

    [LoggerMessage(7, LogLevel.Warning, "No route took the call after {Attempts} attempts; the earliest can in {RetryAfter}")]
    public static partial void NoRoute(ILogger logger, int attempts, TimeSpan? retryAfter);

    [LoggerMessage(8, LogLevel.Error, "The failure classifier threw {Error} for route {Route}; the built-in rules decide. {StackTrace}")]
    public static partial void ClassifierThrew(ILogger logger, string error, string route, string? stackTrace);

    [LoggerMessage(9, LogLevel.Information, "Route {Route} takes its model's window for {Tokens} tokens by a refusal, for an hour")]
    public static partial void WindowLearned(ILogger logger, string route, long tokens);

    [LoggerMessage(10, LogLevel.Information, "Configuration reloaded: new limits and policy are in force, levels are kept")]
    public static partial void Reloaded(ILogger logger);

    [LoggerMessage(11, LogLevel.Error, "The changed configuration is wrong and was not taken; the old one stays in force: {Errors}")]
    public static partial void ReloadRefused(ILogger logger, string errors);

    [LoggerMessage(12, LogLevel.Warning, "Disposing a stream of route {Route} threw {Error}")]
    public static partial void DisposalThrew(ILogger logger, string route, string error);

    [LoggerMessage(13, LogLevel.Warning, "Route {Route} was told to wait {Stated}; that is taken for {Longest}, after which it is tried again")]
    public static partial void WaitCapped(ILogger logger, string route, TimeSpan? stated, TimeSpan longest);

    [LoggerMessage(14, LogLevel.Error, "The exception reader {Reader} threw {Error}; the exception's own words are read instead. {StackTrace}")]
    public static partial void ReaderThrew(ILogger logger, string reader, string error, string? stackTrace);

    [LoggerMessage(17, LogLevel.Error, "Reading a failure of route {Route} threw {Error}; it counts as a server error. {StackTrace}")]
    public static partial void ReadingThrew(ILogger logger, string error, string route, string? stackTrace);

    [LoggerMessage(15, LogLevel.Warning, "The SDK retries of route {Route} are on: it sent {Sends} requests in one attempt, which eats its quota unseen and holds up the failover. Turn them off: {HowTo}")]
    public static partial void SdkRetries(ILogger logger, string route, int sends, string howTo);

    [LoggerMessage(16, LogLevel.Information, "Route {Route} learned its limits from what the provider said: {Limits}")]
    public static partial void LimitsLearned(ILogger logger, string route, string limits);

    [LoggerMessage(21, LogLevel.Error, "The token estimator {Estimator} of route {Route} {Problem}; the built-in estimate counts instead, now and whenever that happens again")]
    public static partial void EstimatorFailed(ILogger logger, string estimator, string route, string problem);

    [LoggerMessage(40, LogLevel.Error, "Loading what was used of long limits threw {Error}; it is tried again, and told only once. Until it succeeds, use counts from zero and nothing is saved")]
    public static partial void UsageNotLoaded(ILogger logger, string error);

    [LoggerMessage(41, LogLevel.Warning, "Saving what was used of long limits threw {Error}; it is tried again, and told only once")]
    public static partial void UsageNotSaved(ILogger logger, string error);

    [LoggerMessage(42, LogLevel.Warning, "The last save of what was used of long limits, or what was under way before it, took more than {Seconds} s; it is given up")]
    public static partial void UsageLeftUnsaved(ILogger logger, double seconds);
}
