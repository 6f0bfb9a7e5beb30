using Microsoft.Extensions.AI;

namespace CapacityRouting.Moves;

/// <summary>The tool of the conversations.</summary>
internal static class Tools
{
    public static AITool Tool { get; } = AIFunctionFactory.Create(Weather, "weather", "What the weather is like in a city.");

    public static string Weather(string city) => $"It rains in {city}.";
}
