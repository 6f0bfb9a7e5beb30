using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>How many calls a minute the providers can take in the long run: each as many as its tightest limit lets through of calls of that kind.</summary>
internal static class Load
{
    // The mean of so many calls is within a percent of the kind's.
    private static readonly TimeSpan SampleLength = TimeSpan.FromHours(4);

    /// <summary>The rate, in calls a second, of so much of what the routes can take.</summary>
    public static double Rate(double share, TokenMix mix, IEnumerable<ProviderSettings> providers) =>
        Rate(share, Workloads.Steady(1, SampleLength, mix, seed: 1).Calls, providers);

    /// <summary>The same for calls like those in a sample.</summary>
    public static double Rate(double share, IReadOnlyList<SimulatedCall> sample, IEnumerable<ProviderSettings> providers) =>
        share * providers.Sum(provider => PerSecond(provider, sample));

    private static double PerSecond(ProviderSettings provider, IReadOnlyList<SimulatedCall> sample) =>
        provider.Limits.Min(limit => limit.Amount / limit.Window.TotalSeconds / sample.Average(call => provider.Charge.InAll(call, limit.Dimension)));
}
