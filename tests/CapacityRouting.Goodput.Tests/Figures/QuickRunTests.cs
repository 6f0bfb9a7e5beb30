using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Running;

namespace CapacityRouting.Goodput.Tests.Figures;

[Collection(nameof(QuickRun))]
public sealed class QuickRunTests(QuickRun quick)
{
    public static TheoryData<string> Ids { get; } = [.. QuickRun.Scenarios.Select(scenario => scenario.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void OurRouter_InEachScenario_LosesAndDoublesNoCall(string id)
    {
        GoodputRow[] rows = [.. quick.Results.OfOurs(id)];

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            Assert.Equal((0, 0), (row.Lost, row.Doubled));
            Assert.InRange(row.Served, 1, row.Offered);

            // Above 1 by what there is to be won by size: the oracle takes calls as they come.
            Assert.InRange(row.GoodputTokens, 0.5, 1.1);
            Assert.InRange(row.PreferredShare, 0.01, 1);
        });
    }

    [Fact]
    public void OurRouter_OverAllScenarios_GivesUpHardlyAnAttemptThatIsWell() => Assert.InRange(OverallFigures.GivenUpHealthy(quick.Results), 0, 1);
}
