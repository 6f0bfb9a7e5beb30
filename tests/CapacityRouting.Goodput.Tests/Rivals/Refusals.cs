using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Rivals;

/// <summary>What a provider's client throws, as the simulated ones do.</summary>
internal static class Refusals
{
    public static SimulatedProviderException Status(int status, params (string Name, string Value)[] headers) =>
        new(status, headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase), "{}");

    public static HttpIOException Broken() => new(HttpRequestError.ResponseEnded, "The response ended prematurely.");
}
