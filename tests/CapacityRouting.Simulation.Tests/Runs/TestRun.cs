using System.Text.Json;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Runs;

/// <summary>Small runs, and ways to look at them.</summary>
internal static class TestRun
{
    /// <summary>Calls of 100 tokens in and 10 out, at these seconds.</summary>
    public static Workload Calls(params double[] at) => new("calls", at.Select(second => new SimulatedCall(TimeSpan.FromSeconds(second), 100, 10)));

    /// <summary>A provider whose answers of ten tokens take 2 seconds: 1 to the first token, and a tenth each.</summary>
    public static ProviderSettings Provider(string name, params ProviderLimit[] limits) => new()
    {
        Name = name,
        Limits = limits,
        Latency = new() { FirstToken = TimeSpan.FromSeconds(1), Jitter = TimeSpan.Zero, PerToken = TimeSpan.FromSeconds(0.1), Refusal = TimeSpan.FromSeconds(0.5) },
    };

    /// <summary>A run through the real router that is told these limits for every provider.</summary>
    public static RunSettings Of(Workload workload, CapacityLimits? limits, params ProviderSettings[] providers) => new()
    {
        Workload = workload,
        Providers = providers,
        Router = run => RouterOf(run, limits),
    };

    /// <summary>A run through a router that is made up.</summary>
    public static RunSettings Of(Workload workload, Func<RunContext, IChatClient> router, params ProviderSettings[] providers) => new()
    {
        Workload = workload,
        Providers = providers.Length == 0 ? [Provider("gpt")] : providers,
        Router = router,
    };

    public static CapacityAwareChatClient RouterOf(RunContext run, CapacityLimits? limits, bool retries = true) => new(
        run.Providers.Select((provider, i) => new ModelRoute(provider.Name, run.Clients[i]) { Limits = limits }),
        new CapacityRoutingOptions { MaxWait = run.Patience, RandomSeed = run.Seed, RetryWhenAlone = retries },
        run.Clock.Time);

    /// <summary>Everything that a run has found, every field of it.</summary>
    public static string Bytes(RunResult run) => JsonSerializer.Serialize(new { run.Calls, run.Visits, run.Samples, run.Patience });
}
