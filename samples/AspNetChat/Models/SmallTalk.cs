using System.Text.Json;
using System.Text.RegularExpressions;
using Samples.Services;

namespace AspNetChat.Models;

/// <summary>What both services say. It is enough to ask for the weather tool and to hold a small conversation.</summary>
internal static partial class SmallTalk
{
    private static readonly (string Topic, string Answer)[] Known =
    [
        ("sky", """
            Sunlight is a mixture of all colours. The air scatters short waves far more than long ones: light of half the wavelength sixteen times as much. So blue reaches your eye from every direction of the sky.

            In the evening the light crosses some forty times as much air. Most of the blue has left it by then, and what comes through is the red.
            """),
        ("fail", "Make gpt limited, overloaded or down on the panel of routes, and ask me something. The lines below the answer tell what the router did."),
        ("limit", "A provider counts your requests and tokens by the minute. The router counts along. It passes a model over that has no room, without a call, and comes back to it when there is room again."),
        ("hello", "Hello! Ask me about the weather in a city, or why the sky is blue."),
    ];

    public static ServiceAnswer Answer(ServiceRequest request)
    {
        var question = request.Questions[^1];
        if (request.ToolResult is { } weather)
            return new($"I looked it up. {weather.Trim('"')}");
        if (CityOfWeather().Match(question) is { Success: true } match)
            return new("") { Call = new(nameof(Chat.WeatherTool.GetWeather), JsonSerializer.Serialize(new { city = match.Groups["city"].Value })) };
        return new(Known.FirstOrDefault(each => question.Contains(each.Topic, StringComparison.OrdinalIgnoreCase)).Answer
            ?? "I am a very small model inside this sample. I know the weather, the sky, rate limits, and how to fail.");
    }

    [GeneratedRegex(@"weather.* in (?<city>[\p{L} -]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex CityOfWeather();
}
