using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Tests.Reporting;

namespace CapacityRouting.Goodput.Tests.Figures;

public sealed class OverallFiguresTests
{
    private static readonly Contender BareSdk = Rows.Rival with { Id = OverallFigures.BareSdkId };

    [Fact]
    public void GivenUpHealthy_OverAllRows_IsOfAThousandAttempts()
    {
        Results results = Rows.Results(
            Rows.Row(Rows.Ours, 1, 0) with { Field = new() { Attempts = 900, GivenUpHealthy = 3 } },
            Rows.Row(Rows.Ours, 1, 0, seed: 2) with { Field = new() { Attempts = 100 } },
            Rows.Row(Rows.Rival, 1, 0) with { Field = new() { Attempts = 100, GivenUpHealthy = 100 } });

        Assert.Equal(3, OverallFigures.GivenUpHealthy(results));
        Assert.Contains(["all of them", "healthy attempts given up, of 1,000", "< 1.00", "3.00", "no"], OverallFigures.Lines(results));
    }

    [Theory]
    [InlineData(90, 95, "a-scenario: 10 against 5")]
    [InlineData(95, 95, null)]
    [InlineData(95, 90, null)]
    public void LosesMore_BesideTheBareSdk_TellsByHowMuch(int ours, int bare, string? expected)
    {
        Results results = Of(Served(Rows.Ours, ours), Served(BareSdk, bare));

        Assert.Equal(expected, OverallFigures.LosesMore(results, Rows.Scenario));
        Assert.Contains(["all of them", "loses more calls than the bare SDK", "in none", expected ?? "in none", expected is null ? "yes" : "no"], OverallFigures.Lines(results));
    }

    [Fact]
    public void LosesMore_WithinChance_IsNothing()
    {
        // More in one seed and fewer in the other.
        Results results = Of(Served(Rows.Ours, 90), Served(Rows.Ours, 98, seed: 2), Served(BareSdk, 95), Served(BareSdk, 95, seed: 2));

        Assert.Null(OverallFigures.LosesMore(results, Rows.Scenario));
    }

    private static Results Of(params GoodputRow[] rows) => new([Rows.Scenario], [Rows.Ours, BareSdk], rows);

    private static GoodputRow Served(Contender contender, int served, int seed = 1) => Rows.Row(contender, 1, 0, seed) with { Served = served };
}
