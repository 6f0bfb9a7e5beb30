using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.RealRun;

/// <summary>A number of calls of independent users with random arrivals: prompts of 100 to 500 tokens, answers of 20 to 100.</summary>
internal static class RealRunTraffic
{
    private const int MaxOutputTokens = 120;

    public static Workload Of(string name, double callsPerSecond, TimeSpan length, int seed)
    {
        Random random = new(seed);
        int calls = (int)(callsPerSecond * length.TotalSeconds);
        TimeSpan[] times = [.. Enumerable.Range(0, calls).Select(_ => length * random.NextDouble()).Order()];
        return new(name, times.Select(at => new SimulatedCall(at, random.Next(100, 501), random.Next(20, 101)) { MaxOutputTokens = MaxOutputTokens }));
    }
}
