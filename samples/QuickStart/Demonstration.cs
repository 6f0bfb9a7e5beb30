using CapacityRouting;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;
using QuickStart.Load;
using QuickStart.Views;

namespace QuickStart;

/// <summary>Sends the calls, shows where they go, and adds up what became of them.</summary>
/// <param name="services">The simulated services, or null with <c>--live</c>.</param>
internal sealed class Demonstration(
    IChatClient router,
    IReadOnlyList<ModelRoute> routes,
    LoopbackServices? services,
    Settings settings,
    RunClock clock)
{
    private readonly Dictionary<string, SimulatedProvider> _providers = services?.ByName ?? [];
    private readonly RunProgress _progress = new(clock);

    public async Task<RunSummary> RunAsync()
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, key) => StopSending(key, stop);

        var plan = CallPlan.Make(settings.Calls, settings.Rate, settings.Seed);
        var run = new LoadRun(new Caller(router, clock), plan, clock, _progress).RunAsync(stop.Token);

        var view = RunViews.For(settings, clock.Time);
        await view.ShowAsync(new RunWatch(router.GetRequiredService<ICapacityMonitor>(), _progress, _providers.Values), run);

        var summary = new RunFigures(routes, await run, _providers).Summarize();
        view.Conclude(summary);
        return summary;
    }

    /// <summary>Control-C ends the sending, not the process: the calls under way are finished and the summary is shown.</summary>
    private static void StopSending(ConsoleCancelEventArgs key, CancellationTokenSource stop)
    {
        key.Cancel = true;
        stop.Cancel();
    }
}
