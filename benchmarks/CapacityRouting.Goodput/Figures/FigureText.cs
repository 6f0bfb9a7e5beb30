using CapacityRouting.Goodput.Reporting;

namespace CapacityRouting.Goodput.Figures;

/// <summary>The figures in words, a line for each: for a terminal, and for the report.</summary>
internal static class FigureText
{
    public static IReadOnlyList<string> Headings { get; } = ["Scenario", "Figure", "To be", "Is", "Met"];

    public static IEnumerable<string[]> Lines(Results results)
    {
        foreach (MeasuredFigure measured in MeasuredFigure.In(results))
            yield return [measured.Figure.Scenario, measured.Figure.Name, measured.Figure.Bound.Text, measured.Value.Text(measured.Figure.Bound.Format), YesOrNo(measured.IsMet)];
        foreach (string[] overall in OverallFigures.Lines(results))
            yield return overall;
    }

    /// <summary>Why those figures that are not met cannot be.</summary>
    public static IEnumerable<string> Notes(Results results) =>
        from measured in MeasuredFigure.In(results)
        where !measured.IsMet && measured.Figure.Note is not null
        select $"`{measured.Figure.Scenario}`, {measured.Figure.Name}: {measured.Figure.Note}";

    public static string YesOrNo(bool met) => met ? "yes" : "no";
}
