using System.Globalization;
using CapacityRouting.Queue.Fairness;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Figures;

/// <summary>What two tenants of a route, and two routers over a quota, are served when each wants more than its half, in virtual time.</summary>
internal sealed class FairnessFigure(BenchmarkSettings settings) : Figure(settings)
{
    private const double MostBetweenTenants = 5;
    private const double MostBetweenRouters = 10;

    public override string Name => "fairness";

    public override string Title => "Fairness of tenants and of routers";

    public override IReadOnlyList<string> Cells => [.. TenantMix.All.Select(mix => mix.Name), .. SharedQuota.All.Select(shared => shared.Name)];

    public override Task<ICell> OpenAsync(string cell) => Task.FromResult(Cell.Of(() => Measure(cell, new(Settings.Limit))));

    public override IEnumerable<Line> Lines() =>
    [
        .. TenantMix.All.Select(mix => Difference(mix.Name, MostBetweenTenants)),
        .. SharedQuota.All.SelectMany(shared => OfShared(shared.Name)),
    ];

    private static Dictionary<string, double> Measure(string cell, TimeAllowance allowance) =>
        TenantMix.All.FirstOrDefault(mix => mix.Name == cell) is { } mix ? mix.Measure(allowance) : SharedQuota.All.Single(shared => shared.Name == cell).Measure(allowance);

    private static IEnumerable<Line> OfShared(string cell) =>
    [
        Difference(cell, MostBetweenRouters),
        new($"{cell}: tokens of the router that was served less, longest wait", r => r.Min(cell, "least"),
            (r, least) => string.Create(CultureInfo.InvariantCulture, $"{least:N0}, {r.Max(cell, "longest"):N0} s")) { Target = Target.AtLeast(1), Cell = cell },
    ];

    private static Line Difference(string cell, double most) => new($"{cell}: difference (tokens of either)", r => r.Median(cell, "difference"),
        (r, difference) => string.Create(CultureInfo.InvariantCulture, $"{difference:N1} % ({r.Median(cell, "a"):N0}, {r.Median(cell, "b"):N0})"))
    {
        Target = Target.AtMost(most, " %"),
        Cell = cell,
    };
}
