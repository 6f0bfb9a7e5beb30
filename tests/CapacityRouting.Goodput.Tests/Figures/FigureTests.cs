using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Goodput.Tests.Reporting;

namespace CapacityRouting.Goodput.Tests.Figures;

public sealed class FigureTests
{
    private static readonly Figure Goodput = new("a-scenario", "goodput", row => row.GoodputRequests, new(BoundKind.AtLeast, 0.9, "0.000"));

    [Fact]
    public void ValuesIn_Rows_AreThoseOfOursForEverySeed() => Assert.Equal(
        [0.5, 0.25], Goodput.ValuesIn(Rows.Results(Rows.Row(Rows.Ours, 0.5, 0), Rows.Row(Rows.Ours, 0.25, 0, seed: 2), Rows.Row(Rows.Rival, 1, 0))));

    [Fact]
    public void ValuesIn_AYardstick_AreDividedByItSeedBySeed()
    {
        Results results = Rows.Results(
            Rows.Row(Rows.Ours, 0.5, 0), Rows.Row(Rows.Ours, 0.25, 0, seed: 2), Right(1, seed: 1), Right(0.5, seed: 2));

        Assert.Equal([0.5 / 1, 0.25 / 0.5], (Goodput with { Yardstick = "right" }).ValuesIn(results));
    }

    [Fact]
    public void All_Figures_AreOfScenariosThatThereAreAndHaveNamesOfTheirOwn()
    {
        string[] scenarios = [.. ScenarioTable.All(traces: null).Select(scenario => scenario.Id)];

        Assert.All(FigureTable.All, figure => Assert.Contains(figure.Scenario, scenarios));
        Assert.All(FigureTable.All.Where(figure => figure.Yardstick is not null), figure => Assert.Contains(figure.Yardstick, scenarios));
        Assert.Equal(FigureTable.All.Count, FigureTable.All.DistinctBy(figure => (figure.Scenario, figure.Name)).Count());
    }

    [Fact]
    public void Scenarios_OfAllFigures_AreThoseThatOneIsOf()
    {
        string[] scenarios = [.. FigureTable.Scenarios().Select(scenario => scenario.Id)];

        Assert.Equal(["brown-out", "limit-double", "midstream-cuts", "skewed-prices"], ScenarioTable.All(traces: null).Select(scenario => scenario.Id).Except(scenarios).Order(StringComparer.Ordinal));
    }

    private static GoodputRow Right(double goodput, int seed) => Rows.Row(Rows.Ours, goodput, 0, seed) with { Scenario = "right" };
}
