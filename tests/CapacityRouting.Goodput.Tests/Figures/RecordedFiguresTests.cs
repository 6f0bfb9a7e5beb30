using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Tests.Reporting;

namespace CapacityRouting.Goodput.Tests.Figures;

/// <summary>
/// What the router once reached is not lost unnoticed. Where a figure falls on purpose, record it anew:
/// <c>dotnet run -c Release --project benchmarks/CapacityRouting.Goodput -- --router capacity-routing --record benchmarks/CapacityRouting.Goodput/figures.json</c>.
/// </summary>
[Collection(nameof(QuickRun))]
public sealed class RecordedFiguresTests(QuickRun quick)
{
    private static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, RecordedFigures.FileName);

    [Fact]
    public void FallenIn_AQuickRun_IsNothing()
    {
        string[] fallen = [.. RecordedFigures.Read(Path).FallenIn(quick.Results)];

        Assert.True(fallen.Length == 0, string.Join(Environment.NewLine, fallen));
    }

    [Fact]
    public void FallenIn_AFileThatHasSeenBetter_IsEveryFigure()
    {
        // Each figure was better by its interval and a tenth, which is more than what nobody notices of it.
        RecordedFigure[] doctored = [.. Recorded().Figures.Select(recorded => recorded with
        {
            Quick = recorded.Quick + ((FigureOf(recorded).Bound.Kind == BoundKind.AtLeast ? 1 : -1) * (recorded.Interval + 0.1)),
        })];

        Assert.Equal(
            FigureTable.All.Where(WasRun).Select(figure => $"{figure.Scenario}: {figure.Name}"),
            ThroughAFile(new(doctored)).FallenIn(quick.Results).Select(told => told[..told.IndexOf(": was ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void FallenIn_AFileThatHasOneFigureMoreAndOneLess_TellsOfBoth()
    {
        RecordedFigure[] figures = [.. Recorded().Figures];
        figures[0] = figures[0] with { Figure = "another" };

        Assert.Equal(["steady-0.6: goodput, calls: is not recorded.", "steady-0.6: another: is recorded, but no figure any more."], new RecordedFigures(figures).FallenIn(quick.Results));
    }

    [Fact]
    public void FallenIn_ScenariosThatWereNotRun_TellsOfEachFigureButThoseThatMayBeLeftOut()
    {
        string[] mayBeLeftOut = [.. FigureTable.Scenarios().Where(scenario => scenario.IsLong).Select(scenario => scenario.Id)];

        Assert.Equal(
            FigureTable.All.Where(figure => !mayBeLeftOut.Contains(figure.Scenario)).Select(figure => $"{figure.Scenario}: {figure.Name}: was not run."),
            Recorded().FallenIn(Rows.Results()));
    }

    [Fact]
    public void Write_Figures_AreReadBack()
    {
        RecordedFigures written = Recorded();
        RecordedFigures read = ThroughAFile(written);

        Assert.Equal(written.Figures, read.Figures);
        Assert.Equal(FigureTable.All.Count, read.Figures.Count);
    }

    [Fact]
    public void Over_AFileOfOtherScenarios_KeepsTheirsAndTakesWhatIsNew()
    {
        RecordedFigures all = Recorded();
        RecordedFigure[] anew = [all.Figures[1] with { Mean = 7 }];

        IReadOnlyList<RecordedFigure> over = new RecordedFigures(anew).Over(all).Figures;

        Assert.Equal(FigureTable.All.Select(figure => (figure.Scenario, figure.Name)), over.Select(figure => (figure.Scenario, figure.Figure)));
        Assert.Equal(all.Figures.Select((figure, i) => i == 1 ? anew[0] : figure).ToHashSet(), [.. over]);
    }

    [Fact]
    public void Over_AFigureThatIsNoneAnyMore_LeavesItOut()
    {
        RecordedFigures before = new([.. Recorded().Figures.Take(2), Recorded().Figures[0] with { Figure = "another" }]);

        Assert.Equal(before.Figures.Take(2), new RecordedFigures([]).Over(before).Figures);
    }

    /// <summary>What would be recorded of this run; of scenarios that it leaves out, what is recorded.</summary>
    private RecordedFigures Recorded() =>
        new([.. RecordedFigures.Of(quick.Results).Figures, .. RecordedFigures.Read(Path).Figures.Where(recorded => !WasRun(FigureOf(recorded)))]);

    private bool WasRun(Figure figure) => figure.ValuesIn(quick.Results).Length > 0;

    private static Figure FigureOf(RecordedFigure recorded) => FigureTable.All.Single(figure => (figure.Scenario, figure.Name) == (recorded.Scenario, recorded.Figure));

    private static RecordedFigures ThroughAFile(RecordedFigures figures)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        figures.Write(path);
        RecordedFigures read = RecordedFigures.Read(path);
        File.Delete(path);
        return read;
    }
}
