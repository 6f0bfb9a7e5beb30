using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Goodput.Tests.Figures;

/// <summary>Our router's quick run through all scenarios, made once for all tests that look at it. The gate leaves out those that take long.</summary>
[CollectionDefinition(nameof(QuickRun))]
public sealed class QuickRun : ICollectionFixture<QuickRun>
{
    public QuickRun()
    {
        Contender[] ours = [Contender.All[0]];
        Results = new(Scenarios, ours, new GoodputRuns(Scenarios, ours, RecordedFigures.QuickSeeds).Run(() => { }));
    }

    internal static IReadOnlyList<Scenario> Scenarios { get; } = [.. ScenarioTable.All(traces: null).Where(scenario => Extent.IsLong || !scenario.IsLong)];

    internal Results Results { get; }
}
