using CapacityRouting.Goodput.Figures;
using CapacityRouting.Goodput.Tests.Reporting;

namespace CapacityRouting.Goodput.Tests.Figures;

/// <summary>
/// What the router once reached is not lost unnoticed. Where a figure falls on purpose, record it anew:
/// <c>dotnet run -c Release --project benchmarks/CapacityRouting.Goodput -- --router capacity-routing --record benchmarks/CapacityRouting.Goodput/figures.json</c>.
/// </summary>
public sealed class RecordedFiguresTests(QuickRun quick) : IClassFixture<QuickRun>
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
        // Each figure was better by its interval and a tenth, which is more than the smallest visible change.
        RecordedFigure[] doctored = [.. FigureTable.All.Zip(RecordedFigures.Of(quick.Results).Figures, (figure, recorded) => recorded with
        {
            Quick = recorded.Quick + ((figure.Bound.Kind == BoundKind.AtLeast ? 1 : -1) * (recorded.Interval + 0.1)),
        })];

        Assert.Equal(
            FigureTable.All.Select(figure => $"{figure.Scenario}: {figure.Name}"),
            ThroughAFile(new(doctored)).FallenIn(quick.Results).Select(told => told[..told.IndexOf(": was ", StringComparison.Ordinal)]));
    }

    [Fact]
    public void FallenIn_AFileThatHasOneFigureMoreAndOneLess_TellsOfBoth()
    {
        RecordedFigure[] figures = [.. RecordedFigures.Of(quick.Results).Figures];
        figures[0] = figures[0] with { Figure = "another" };

        Assert.Equal(["steady-0.6: goodput, calls: is not recorded.", "steady-0.6: another: is recorded, but no figure any more."], new RecordedFigures(figures).FallenIn(quick.Results));
    }

    [Fact]
    public void FallenIn_ScenariosThatWereNotRun_TellsOfEachFigure() =>
        Assert.Equal(FigureTable.All.Count, RecordedFigures.Of(quick.Results).FallenIn(Rows.Results()).Count(told => told.EndsWith(": was not run.", StringComparison.Ordinal)));

    [Fact]
    public void Write_Figures_AreReadBack()
    {
        RecordedFigures written = RecordedFigures.Of(quick.Results);
        RecordedFigures read = ThroughAFile(written);

        Assert.Equal(written.Figures, read.Figures);
        Assert.Equal(FigureTable.All.Count, read.Figures.Count);
    }

    private static RecordedFigures ThroughAFile(RecordedFigures figures)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName());
        figures.Write(path);
        RecordedFigures read = RecordedFigures.Read(path);
        File.Delete(path);
        return read;
    }
}
