using AspNetChat.Models;
using CapacityRouting;

namespace AspNetChat.Capacity;

/// <summary>A route as it stands, as the page shows it.</summary>
/// <param name="Condition">"Ready", or why it is passed over.</param>
/// <param name="AvailableIn">In seconds; null when it is ready, or when nothing says how long.</param>
/// <param name="Service">How the service of the sample is; null for a real one.</param>
internal sealed record RouteView(
    string Name, string Provider, string Condition, double? AvailableIn, int InFlight, int? MaxInFlight, IReadOnlyList<BucketView> Buckets, string? Service)
{
    public static RouteView Of(RouteSnapshot route, ChatModels models) => new(
        route.Name,
        route.Provider,
        ConditionOf(route),
        (route.ClosedFor ?? route.CoolingDownFor)?.TotalSeconds,
        route.InFlight,
        route.MaxConcurrentRequests,
        [.. route.Buckets.Select(BucketView.Of)],
        models.Services.GetValueOrDefault(route.Name)?.State.ToString());

    private static string ConditionOf(RouteSnapshot route) => route switch
    {
        { Circuit: not Polly.CircuitBreaker.CircuitState.Closed } => $"Circuit {route.Circuit}",
        { ClosedFor: not null } => "Closed",
        { CoolingDownFor: not null } => "CoolingDown",
        { SlowFor: not null } => "Slow",
        _ => "Ready",
    };
}

/// <summary>What is left of a limit now, of what it lets through at once.</summary>
internal sealed record BucketView(string Limit, decimal PerWindow, decimal Level, decimal Burst)
{
    public static BucketView Of(BucketSnapshot bucket) => new(bucket.Dimension.ToString(), bucket.Limit, bucket.Level, bucket.Burst);
}
