using CapacityRouting.Storm.Http;
using CapacityRouting.Storm.Reporting;
using CapacityRouting.Storm.Virtual;

namespace CapacityRouting.Storm;

/// <summary>Runs many calls as storms of a thousand, each with a router of its own, under every weather in turn.</summary>
internal static class Storms
{
    // In virtual time two calls in three are under way together then.
    private const int CallsOfOne = 1_000;

    public static StormTally OverSimulator(int calls, int seed)
    {
        StormTally tally = new();
        for (int first = 0; first < calls; first += CallsOfOne)
            OverSimulator(first, Math.Min(CallsOfOne, calls - first), seed, tally);
        return tally;
    }

    /// <summary>After the weathers come the simulation's own providers, with continuations and without.</summary>
    private static void OverSimulator(int first, int count, int seed, StormTally tally)
    {
        int kind = first / CallsOfOne % (Weather.All.Count + 2);
        if (kind < Weather.All.Count)
            new VirtualStorm(Weather.All[kind], first, count, seed).Run(tally);
        else
            new SimulatedStorm(first, count, seed, continuations: kind == Weather.All.Count ? 0 : 2).Run(tally);
    }

    /// <summary>Half of the calls may be continued, and half may not.</summary>
    public static async Task<StormTally> OverHttpAsync(Sdk sdk, int calls, int seed)
    {
        StormTally tally = new();
        await new HttpStorm(sdk, 0, calls / 2, seed, continuations: 0).RunAsync(tally);
        await new HttpStorm(sdk, calls / 2, calls - (calls / 2), seed, continuations: 2).RunAsync(tally);
        return tally;
    }
}
