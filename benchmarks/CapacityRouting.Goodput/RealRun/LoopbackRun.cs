using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.RealRun;

/// <summary>A run in real time: the same providers behind HTTP on this machine, and the real SDKs in front of it.</summary>
internal static class LoopbackRun
{
    public static async Task<RunResult> RunAsync(RealRunScenario scenario, RunSettings settings)
    {
        RunClock clock = new(TimeProvider.System);
        List<LoopbackServer> servers = [];
        try
        {
            foreach (SimulatedProvider provider in Simulator.ProvidersOf(settings, clock))
                servers.Add(await LoopbackServer.StartAsync(provider));
            IChatClient[] clients = [.. scenario.Routes.Zip(servers, (route, server) => route.ClientTo(server.Address))];
            return await Simulator.RunAsync(settings, clock, [.. servers.Select(server => server.Provider)], clients);
        }
        finally
        {
            foreach (LoopbackServer server in servers)
                await server.DisposeAsync();
        }
    }
}
