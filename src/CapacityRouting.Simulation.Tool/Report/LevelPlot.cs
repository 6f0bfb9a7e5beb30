namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>The level of each of a route's limits over time, as the router saw it. 1 is a full bucket, below 0 is a debt.</summary>
internal static class LevelPlot
{
    private const string Slots = "Calls at once";

    public static IReadOnlyList<PlotSeries> Of(RunResult run, int route)
    {
        RouteSnapshot[] samples = [.. run.Samples.Select(sample => sample.Routes[route])];

        // A limit that the router learned from the provider's headers is missing at the start.
        IEnumerable<CapacityDimension> dimensions = samples.SelectMany(sample => sample.Buckets.Where(bucket => !bucket.IsBudget).Select(bucket => bucket.Dimension)).Distinct().Order();
        List<PlotSeries> series = [.. dimensions.Select(dimension => new PlotSeries(NameOf(dimension), Array.ConvertAll(samples, sample => LevelOf(sample, dimension))))];
        if (Array.Exists(samples, sample => sample.MaxConcurrentRequests is not null))
            series.Add(new(Slots, Array.ConvertAll(samples, sample => 1 - (sample.InFlight / (double?)sample.MaxConcurrentRequests))));
        return series;
    }

    public static string NameOf(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute => "Requests a minute",
        CapacityDimension.InputTokensPerMinute => "Input tokens a minute",
        CapacityDimension.OutputTokensPerMinute => "Output tokens a minute",
        CapacityDimension.TokensPerMinute => "Tokens a minute",
        CapacityDimension.RequestsPerHour => "Requests an hour",
        CapacityDimension.TokensPerHour => "Tokens an hour",
        CapacityDimension.RequestsPerDay => "Requests a day",
        CapacityDimension.TokensPerDay => "Tokens a day",
        CapacityDimension.RequestsPerMonth => "Requests a month",
        CapacityDimension.TokensPerMonth => "Tokens a month",
        CapacityDimension.CostPerDay => "Cost a day",
        _ => "Cost a month",
    };

    private static double? LevelOf(RouteSnapshot route, CapacityDimension dimension) =>
        route.Buckets.FirstOrDefault(bucket => bucket.Dimension == dimension) is { } bucket ? (double)(bucket.Level / bucket.Burst) : null;
}
