using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Running;

/// <summary>Runs scenarios, each seed of each through every contender. All of them meet the same calls, the same providers and the same chance.</summary>
internal sealed class GoodputRuns(IReadOnlyList<Scenario> scenarios, IReadOnlyList<Contender> contenders, int seeds)
{
    /// <summary>Runs that there are in all.</summary>
    public int Count => scenarios.Count * contenders.Count * seeds;

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

    private IEnumerable<GoodputRow> Run(Scenario scenario, int seed, Action finished)
    {
        Situation situation = scenario.Draw(seed);
        OracleBound oracle = KindsOracle.Of(situation);
        foreach (Contender contender in contenders)
        {
            RunResult run = Simulator.Run(new()
            {
                Workload = situation.Workload,
                Providers = situation.Providers,
                Router = contender.For(situation),
                Patience = situation.Patience,
                Seed = seed,
                SampleEvery = situation.SampleEvery,
            });
            finished();
            yield return GoodputRow.Of(scenario.Id, contender.Id, seed, RunMetrics.Of(run, oracle)) with
            {
                GoodputAfterFault = AfterFault.GoodputOf(run),
                LimitUse = LimitUse.Of(run),
                MostWaiting = MostWaiting.Of(run),
            };
        }
    }
}
