using CapacityRouting;
using QuickStart.Load;
using Spectre.Console;

namespace QuickStart.Views;

/// <summary>The routes as they are at this moment.</summary>
internal sealed class RouteTable(int barWidth)
{
    public Table Draw(IReadOnlyList<RouteSnapshot> routes, RunProgress progress)
    {
        var table = new Table().RoundedBorder().BorderColor(Color.Grey)
            .AddColumns("Route", "State", "Requests", "Tokens", "In flight", "Served");
        foreach (var (order, route) in routes.Index())
            table.AddRow(Name(order, route), Condition(route), Requests(route), Tokens(route), InFlight(route), Served(route, progress));
        return table;
    }

    private static string Name(int order, RouteSnapshot route) => $"[{ServedStrip.ColorOf(order)}]{route.Name}[/]";

    private static string Condition(RouteSnapshot route)
    {
        var condition = RouteCondition.Of(route);
        return $"[{RouteCondition.ColorOf(condition)}]{condition,-12}[/]";
    }

    private string Requests(RouteSnapshot route) =>
        Level(route.Buckets.FirstOrDefault(bucket => bucket.Dimension is CapacityDimension.RequestsPerMinute));

    /// <summary>Of several token limits, the one that is nearest to its end.</summary>
    private string Tokens(RouteSnapshot route) => Level(route.Buckets
        .Where(bucket => !bucket.IsBudget && bucket.Dimension is not (CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerDay))
        .MinBy(bucket => bucket.Level / bucket.Burst));

    private string Level(BucketSnapshot? bucket) =>
        bucket is null ? "" : Bar.Of((double)bucket.Level, (double)bucket.Burst, barWidth, "green");

    private string InFlight(RouteSnapshot route) =>
        route.MaxConcurrentRequests is { } most ? Bar.Of(route.InFlight, most, barWidth, "blue") : $"{route.InFlight}";

    private static string Served(RouteSnapshot route, RunProgress progress) => $"{progress.ServedBy(route.Name)}";
}
