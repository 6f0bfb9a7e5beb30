using System.Runtime.CompilerServices;
using AspNetChat.Models;
using CapacityRouting;
using Samples.Services;

namespace AspNetChat.Capacity;

/// <summary>Shows the live capacity of the routes, and lets a visitor make a service fail.</summary>
internal static class CapacityEndpoint
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    public static void MapCapacity(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/capacity", (ICapacityMonitor monitor, ChatModels models, TimeProvider time, IHostApplicationLifetime lifetime, CancellationToken gone) =>
            TypedResults.ServerSentEvents(WatchAsync(monitor, models, time, lifetime.ApplicationStopping, gone)));
        app.MapPost("/api/services/{name}/{state}", Make);
    }

    private static async IAsyncEnumerable<IReadOnlyList<RouteView>> WatchAsync(
        ICapacityMonitor monitor, ChatModels models, TimeProvider time, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        // A page that stays open does not keep the application from ending.
        using var timer = new PeriodicTimer(Interval, time);
        using var stop = stopping.Register(timer.Dispose);
        do
            yield return [.. monitor.GetSnapshot().Routes.Select(route => RouteView.Of(route, models))];
        while (await timer.WaitForNextTickAsync(gone));
    }

    private static IResult Make(string name, ServiceState state, ChatModels models)
    {
        if (!models.Services.TryGetValue(name, out var service) || !Enum.IsDefined(state))
            return TypedResults.NotFound();
        service.State = state;
        return TypedResults.NoContent();
    }
}
