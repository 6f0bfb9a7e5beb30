using System.Text.Json;
using CapacityRouting.Goodput.Reporting;

namespace CapacityRouting.Goodput.Figures;

/// <summary>The file of what was once measured, and what has become worse since.</summary>
internal sealed record RecordedFigures(IReadOnlyList<RecordedFigure> Figures)
{
    /// <summary>Its place beside the program.</summary>
    public const string FileName = "figures.json";

    /// <summary>Seeds of a quick run.</summary>
    public const int QuickSeeds = 3;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static RecordedFigures Of(Results results) =>
        new([.. from figure in FigureTable.All let values = figure.ValuesIn(results) where values.Length > 0 select RecordedFigure.Of(figure, values)]);

    /// <summary>These figures, and those that were recorded before of what was not run now.</summary>
    public RecordedFigures Over(RecordedFigures before)
    {
        ILookup<(string, string), RecordedFigure> newest = Figures.Concat(before.Figures).ToLookup(figure => (figure.Scenario, figure.Figure));
        return new([.. from figure in FigureTable.All let recorded = newest[(figure.Scenario, figure.Name)].FirstOrDefault() where recorded is not null select recorded]);
    }

    public static RecordedFigures Read(string path) => new(JsonSerializer.Deserialize<RecordedFigure[]>(File.ReadAllText(path), Options) ?? []);

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(Figures, Options) + Environment.NewLine);

    /// <summary>What a quick run does worse; every figure that only one of file and table has is told too. A scenario that takes long may be left out of the run.</summary>
    public IEnumerable<string> FallenIn(Results quick)
    {
        string[] mayBeLeftOut = [.. FigureTable.Scenarios().Where(scenario => scenario.IsLong).Select(scenario => scenario.Id)];
        Dictionary<(string, string), RecordedFigure> recorded = Figures.ToDictionary(figure => (figure.Scenario, figure.Figure));
        foreach (Figure figure in FigureTable.All)
        {
            if (!recorded.Remove((figure.Scenario, figure.Name), out RecordedFigure? was))
            {
                yield return $"{figure.Scenario}: {figure.Name}: is not recorded.";
            }
            else if (figure.ValuesIn(quick) is { Length: > 0 } values)
            {
                if (was.Fallen(figure, values.Average()) is { } fallen)
                    yield return fallen;
            }
            else if (!mayBeLeftOut.Contains(figure.Scenario))
            {
                yield return $"{figure.Scenario}: {figure.Name}: was not run.";
            }
        }

        foreach ((string scenario, string figure) in recorded.Keys)
            yield return $"{scenario}: {figure}: is recorded, but no figure any more.";
    }
}
