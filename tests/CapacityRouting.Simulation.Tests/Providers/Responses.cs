using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>What a provider answers with, looked at without a client: headers of a call that is answered and done at once.</summary>
internal static class Responses
{
    public static IReadOnlyDictionary<string, string> Headers(this ProviderBench bench, int input, int output = 0)
    {
        using Reception reception = bench.Receive(input, output);
        return reception.Headers;
    }

    /// <summary>A request, taken in. Its prompt has four characters for each token, so that the estimate is the truth.</summary>
    public static Reception Receive(this ProviderBench bench, int input, int output = 0, int? max = null) =>
        bench.Provider.Receive(new ProviderRequest(-1, "gpt", IsStream: false, input * 4, input, output, max), bench.Provider.NextRandom());
}
