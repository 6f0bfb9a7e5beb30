using CapacityRouting.Tests.Tools;
using System.Text.Json;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Tests.Running;

public sealed class GoodputRunsTests
{
    private static readonly IReadOnlyList<Scenario> Table = ScenarioTable.All(traces: null);

    [Fact]
    public void Run_EveryContender_HasAnOutcomeForEveryCallInTheOrderOfTheTable()
    {
        IReadOnlyList<GoodputRow> rows = Run("cold-start", 2, [.. Contender.All]);

        Assert.Equal(10, Contender.All.Count);
        Assert.Equal(
            from contender in Contender.All from seed in Enumerable.Range(1, 2) select (contender.Id, seed),
            rows.Select(row => (row.Router, row.Seed)));
        Assert.All(rows, row => Assert.Equal((200, 0, 0), (row.Offered, row.Lost, row.Doubled)));
    }

    [Fact]
    public void Run_Again_GivesTheSameRows()
    {
        Contender[] contenders = [.. Contender.All];

        int seeds = Extent.IsLong ? 3 : 1;

        Assert.Equal(Written("cold-start", seeds, contenders), Written("cold-start", seeds, contenders));
        Assert.Equal(Written("classes", 1, contenders[0]), Written("classes", 1, contenders[0]));
    }

    [Fact]
    public void Run_EachRun_IsTold()
    {
        int told = 0;
        GoodputRuns runs = new([Of("cold-start") with { RivalSeeds = 3 }], [.. Contender.All.Take(2)], 3);

        runs.Run(() => Interlocked.Increment(ref told));

        Assert.Equal(6, runs.Count);
        Assert.Equal(6, told);
    }

    [Fact]
    public void Run_FewerSeedsForRivals_RunsOursWithAll()
    {
        Scenario few = Of("cold-start") with { RivalSeeds = 1 };
        GoodputRuns runs = new([few], [.. Contender.All.Take(2)], 3);

        IReadOnlyList<GoodputRow> rows = runs.Run(() => { });

        Assert.Equal(4, runs.Count);
        Assert.Equal([1, 2, 3, 1], rows.Select(row => row.Seed));
    }

    [Fact]
    public void Run_StraysThatStateAWait_HaveTheObedientRouterAsTheirYardstick()
    {
        Assert.InRange(Run("strays-10-at-4-1s", 1, Contender.All[0])[0].ObedientGoodput!.Value, 0.9, 1);
        Assert.Null(Run("strays-10-at-4", 1, Contender.All[0])[0].ObedientGoodput);
    }

    private static IReadOnlyList<GoodputRow> Run(string id, int seeds, params Contender[] contenders) =>
        new GoodputRuns([Of(id)], contenders, seeds).Run(() => { });

    /// <summary>Rows with lists in them are equal when they read the same.</summary>
    private static string Written(string id, int seeds, params Contender[] contenders) => JsonSerializer.Serialize(Run(id, seeds, contenders));

    private static Scenario Of(string id) => Table.Single(scenario => scenario.Id == id);
}
