using CapacityRouting.Simulation.Tool.Figures;
using CapacityRouting.Simulation.Tool.Input;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>Runs one configuration against one workload.</summary>
internal static class Experiment
{
    // In a plot, a sample is a pixel or two wide.
    private const int Samples = 600;
    private static readonly TimeSpan ShortestSample = TimeSpan.FromMilliseconds(100);

    public static FinishedRun Run(RoutesFile file, Workload workload, int seed, IProgress<TimeSpan>? progress)
    {
        IReadOnlyList<ProviderSettings> providers = RouteProvider.AllOf(file);
        ServiceProvider? services = null;
        RunSettings settings = new()
        {
            Workload = workload,
            Providers = providers,
            Router = context => (services = RouterFactory.Build(file, context.Clients, context.Clock.Time, context.Seed)).GetRequiredService<IChatClient>(),
            Patience = file.Patience,
            Seed = seed,
            StreamShare = file.Simulation.StreamShare,
            CharactersPerToken = file.Simulation.CharactersPerToken,
            SampleEvery = SampleEvery(workload.Duration),
        };
        try
        {
            RunResult result = Simulator.Run(settings, progress);
            OracleBound possible = PossibleBound.Of(file, workload, providers);
            return new(file, result, possible, RunMetrics.Of(result, possible), RouteFigures.AllOf(result));
        }
        finally
        {
            services?.Dispose();
        }
    }

    private static TimeSpan SampleEvery(TimeSpan duration)
    {
        TimeSpan every = duration / Samples;
        return every > ShortestSample ? every : ShortestSample;
    }
}
