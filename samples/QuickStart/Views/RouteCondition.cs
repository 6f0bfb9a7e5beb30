using CapacityRouting;
using Polly.CircuitBreaker;

namespace QuickStart.Views;

/// <summary>A route's condition in a word.</summary>
internal static class RouteCondition
{
    private const string Ready = "ready";

    public static string Of(RouteSnapshot route) => HealthOf(route) is Ready && IsFull(route) ? "full" : HealthOf(route);

    /// <summary>Its condition apart from being full, which comes and goes too quickly to be worth an event.</summary>
    public static string HealthOf(RouteSnapshot route) => route switch
    {
        { Circuit: CircuitState.Isolated } => "isolated",
        { Circuit: CircuitState.Open } => "circuit open",
        { Circuit: CircuitState.HalfOpen } => "probing",
        { ClosedFor: not null } => "closed",
        { CoolingDownFor: not null } => "cooling down",
        _ => Ready,
    };

    public static string ColorOf(string condition) => condition switch
    {
        Ready => "green",
        "full" => "yellow",
        _ => "red",
    };

    private static bool IsFull(RouteSnapshot route) =>
        route.InFlight >= route.MaxConcurrentRequests || route.Buckets.Any(bucket => bucket.Level < (bucket.IsBudget ? 0 : 1));
}
