namespace CapacityRouting.Simulation.Wire;

/// <summary>The providers' names for a limit.</summary>
internal static class LimitWords
{
    /// <summary>The word for what it counts, in OpenAI's and Azure's headers and in the prose of all.</summary>
    public static string Unit(CapacityDimension dimension) => CountsRequests(dimension) ? "requests" : "tokens";

    public static bool CountsRequests(CapacityDimension dimension) =>
        dimension is CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay;

    public static string Period(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerHour or CapacityDimension.TokensPerHour => "hour",
        CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay => "day",
        _ => "minute",
    };
}
