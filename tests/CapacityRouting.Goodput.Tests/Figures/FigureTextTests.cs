using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Goodput.Tests.Reporting;

namespace CapacityRouting.Goodput.Tests.Figures;

public sealed class FigureTextTests
{
    private static readonly string[] GivenUp = ["all of them", "healthy attempts given up, of 1,000", "< 1.00", "0.00", "yes"];
    private static readonly Scenario Load = Rows.Scenario with { Id = "load-0.95" };

    [Fact]
    public void Lines_OfOursAlone_AreTheFiguresOfWhatWasRun()
    {
        // To be at least 0.98 on average, and below 1.
        Results results = new([Load], [Rows.Ours], [Of(Rows.Ours, 0.99, 1), Of(Rows.Ours, 0.97, 1)]);

        // Two seeds: half the range times t(1) = 12.706 is 0.127.
        Assert.Equal(
            [["load-0.95", "goodput, calls", ">= 0.980", "0.980 ± 0.127", "yes"], ["load-0.95", "429s per 1,000", "< 1.0", "1.0", "no"], GivenUp],
            FigureText.Lines(results));
    }

    [Theory]
    [InlineData(0.98, 5, "load-0.95: Rival", "no")]
    [InlineData(0.95, 5, "in none", "yes")]
    public void Lines_WithRivals_TellWhetherOneIsAhead(double goodput, double refused, string expected, string met)
    {
        Results results = new([Load], [Rows.Ours, Rows.Rival], [Of(Rows.Ours, 0.95, 10), Of(Rows.Rival, goodput, refused)]);

        Assert.Equal([GivenUp, ["all of them", "a rival is ahead", "in none", expected, met]], FigureText.Lines(results).TakeLast(2));
    }

    private static GoodputRow Of(Contender contender, double goodput, double refused) => Rows.Row(contender, goodput, refused) with { Scenario = Load.Id };
}
