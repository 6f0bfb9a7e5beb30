using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Tests.Figures;

/// <summary>Our router's quick run through all scenarios that a figure is of, made once for all tests of a class.</summary>
public sealed class QuickRun
{
    public QuickRun()
    {
        IReadOnlyList<Scenario> scenarios = FigureTable.Scenarios();
        Contender[] ours = [Contender.All[0]];
        Results = new(scenarios, ours, new GoodputRuns(scenarios, ours, RecordedFigures.QuickSeeds).Run(() => { }));
    }

    internal Results Results { get; }
}
