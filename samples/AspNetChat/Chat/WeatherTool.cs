using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace AspNetChat.Chat;

/// <summary>A tool that the models may ask for. The function invocation of the pipeline calls it.</summary>
internal static class WeatherTool
{
    private static readonly string[] Skies = ["sunny", "cloudy", "rainy", "windy"];

    public static AITool Tool { get; } = AIFunctionFactory.Create(GetWeather);

    [Description("Tells the weather in a city.")]
    public static string GetWeather([Description("The name of the city.")] string city)
    {
        var some = city.Sum(letter => letter);
        return $"In {city} it is {Skies[some % Skies.Length]}, with {5 + (some % 25)} °C.";
    }
}
