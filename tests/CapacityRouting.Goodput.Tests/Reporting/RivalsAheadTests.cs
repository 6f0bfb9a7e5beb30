using CapacityRouting.Goodput.Reporting;

namespace CapacityRouting.Goodput.Tests.Reporting;

public sealed class RivalsAheadTests
{
    [Theory]
    [InlineData(0.96, 5, "Rival is ahead in both: goodput 0.960 against 0.950, refusals per 1,000 5.0 against 10.0, preferred share 0.500 against 0.500")]
    [InlineData(0.96, 10, "Rival serves more, with no more refusals: goodput 0.960 against 0.950, refusals per 1,000 10.0 against 10.0, preferred share 0.500 against 0.500")]
    [InlineData(0.97, 50, "Rival serves more, with more refusals: goodput 0.970 against 0.950, refusals per 1,000 50.0 against 10.0, preferred share 0.500 against 0.500")]
    [InlineData(0.95, 5, "Rival serves as much, with fewer refusals: goodput 0.950 against 0.950, refusals per 1,000 5.0 against 10.0, preferred share 0.500 against 0.500")]
    [InlineData(0.955, 50, null)]
    [InlineData(0.95, 10, null)]
    [InlineData(0.90, 0, null)]
    public void In_Rival_IsToldWhereItIsAhead(double goodput, double refused, string? expected)
    {
        Results results = Rows.Results(Rows.Row(Rows.Ours, 0.95, 10), Rows.Row(Rows.Rival, goodput, refused));

        Assert.Equal(expected, RivalsAhead.In(results, Rows.Scenario).SingleOrDefault());
    }

    [Theory]
    [InlineData(0.96, 5, true)] // Better in both.
    [InlineData(0.97, 9.5, true)] // 2 % more, and fewer refusals, be they few.
    [InlineData(0.955, 9.5, false)] // Half a percent more: not by enough to make up for so small a difference in refusals.
    [InlineData(0.97, 10, false)]
    [InlineData(0.97, 50, false)]
    [InlineData(0.95, 5, false)]
    public void Better_Rival_IsBetterInBoth(double goodput, double refused, bool expected)
    {
        Results results = Rows.Results(Rows.Row(Rows.Ours, 0.95, 10), Rows.Row(Rows.Rival, goodput, refused));

        Assert.Equal(expected ? [Rows.Rival] : [], RivalsAhead.Better(results, Rows.Scenario));
    }

    [Fact]
    public void In_DifferenceThatComesAndGoesWithTheSeed_IsNoLead()
    {
        Results results = Rows.Results(
            Rows.Row(Rows.Ours, 0.95, 10), Rows.Row(Rows.Ours, 0.95, 10, seed: 2), Rows.Row(Rows.Rival, 0.99, 10), Rows.Row(Rows.Rival, 0.93, 10, seed: 2));

        Assert.Empty(RivalsAhead.In(results, Rows.Scenario));
    }
}
