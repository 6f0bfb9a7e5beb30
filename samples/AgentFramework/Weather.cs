using System.ComponentModel;

namespace AgentSample;

/// <summary>The tool of the agent.</summary>
internal static class Weather
{
    /// <summary>What happens while the tool runs.</summary>
    public static Action<string> Asked { get; set; } = _ => { };

    [Description("Tells the weather in a city.")]
    public static string InCity([Description("The name of the city.")] string city)
    {
        Asked(city);
        return city == "Oslo" ? "7 °C and rain" : "24 °C and sun";
    }
}
