using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>Runs scenarios, each seed of each through every contender. All of them meet the same calls, the same providers and the same chance.</summary>
internal sealed class GoodputRuns(IReadOnlyList<Scenario> scenarios, IReadOnlyList<Contender> contenders, int seeds)
{
    /// <summary>Runs that there are in all.</summary>
    public int Count => scenarios.Sum(scenario => Enumerable.Range(1, seeds).Sum(seed => contenders.Count(contender => IsRun(scenario, contender, seed))));

    /// <summary>The figures of every run, in the order of scenarios, contenders and seeds, whatever order they were run in.</summary>
    /// <param name="finished">Told of every run that ends.</param>
    public IReadOnlyList<GoodputRow> Run(Action finished)
    {
        (Scenario Scenario, int Seed)[] draws = [.. from scenario in scenarios from seed in Enumerable.Range(1, seeds) select (scenario, seed)];
        ILookup<(string, string), GoodputRow> rows = draws
            .AsParallel()
            .AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .SelectMany(draw => Run(draw.Scenario, draw.Seed, finished))
            .ToLookup(row => (row.Scenario, row.Router));
        return [.. from scenario in scenarios from contender in contenders from row in rows[(scenario.Id, contender.Id)] select row];
    }

    private static bool IsRun(Scenario scenario, Contender contender, int seed) => contender.Id == Contender.OursId || seed <= scenario.RivalSeeds;

    private IEnumerable<GoodputRow> Run(Scenario scenario, int seed, Action finished)
    {
        Situation situation = scenario.Draw(seed);
        OracleBound oracle = KindsOracle.Of(situation);
        AfterFault? afterFault = AfterFault.Of(situation.Workload, situation.Providers, situation.Patience);
        double? obedient = ObedientRun.GoodputOf(situation, seed, oracle);
        foreach (Contender contender in contenders.Where(contender => IsRun(scenario, contender, seed)))
        {
            RunResult run = Simulator.Run(situation.SettingsFor(contender.For(situation), seed));
            finished();
            yield return GoodputRow.Of(scenario.Id, contender.Id, seed, RunMetrics.Of(run, oracle)) with
            {
                GoodputAfterFault = afterFault?.GoodputOf(run),
                LimitUse = LimitUse.Of(run),
                MostWaiting = MostWaiting.Of(run),
                AllowedShare = AllowedShare.Of(run, situation.Routes[0].Configured),
                ObedientGoodput = obedient,
                Field = FieldFigures.Of(run, situation.SlowFrom),
            };
        }
    }
}
