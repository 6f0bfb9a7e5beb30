using Samples.Services;

namespace AgentSample;

/// <summary>What both models say: enough of a mind to ask for a tool, to tell its result, and to remember.</summary>
internal static class TravelModel
{
    private static readonly string[] Cities = ["Lisbon", "Oslo"];

    public static ServiceAnswer Answer(ServiceRequest request)
    {
        if (request.ToolResult is { } weather)
            return new($"They have {weather.Trim('"')} there today.");
        if (CitiesIn(request.Questions[^1]).FirstOrDefault() is { } city)
            return new("Let me look.") { Call = new("InCity", $$"""{ "city": "{{city}}" }""") };
        return new($"You have asked about {string.Join(", ", request.Questions.SelectMany(CitiesIn))}. The first is warmer.");
    }

    private static IEnumerable<string> CitiesIn(string text) => Cities.Where(city => text.Contains(city, StringComparison.Ordinal));
}
