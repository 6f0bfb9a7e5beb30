namespace CapacityRouting.Simulation.Tests.Docs;

/// <summary>The code of docs/simulation.md.</summary>
internal static class SimulationSnippet
{
    public static RunMetrics Run()
    {
        RunResult run = Simulator.Run(new RunSettings
        {
            Workload = Workloads.Steady(ratePerSecond: 8, TimeSpan.FromMinutes(10), TokenMix.Chat, seed: 1),
            Providers =
            [
                new ProviderSettings { Name = "gpt", Limits = ProviderLimit.Of(new CapacityLimits { RequestsPerMinute = 300, TokensPerMinute = 300_000 }) },
                new ProviderSettings { Name = "mini", Limits = [new ProviderLimit(CapacityDimension.RequestsPerMinute, 300, LimiterShape.FixedWindow)] },
            ],
            Router = context => new CapacityAwareChatClient(
                context.Clients.Zip(context.Providers, (client, provider) => new ModelRoute(provider.Name, client)),
                new CapacityRoutingOptions { MaxWait = context.Patience, RandomSeed = context.Seed },
                context.Clock.Time),
        });
        RunMetrics metrics = RunMetrics.Of(run, FluidOracle.Of(run.Workload, run.Providers, run.Patience));
        Console.WriteLine($"{metrics.GoodputRequests:P1} of what is possible, {metrics.RefusedPer1000:0.0} refusals per 1,000 calls");
        return metrics;
    }
}
