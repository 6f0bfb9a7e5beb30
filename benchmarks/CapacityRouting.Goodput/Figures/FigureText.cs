using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Goodput.Running;
using CapacityRouting.Goodput.Scenarios;

namespace CapacityRouting.Goodput.Figures;

/// <summary>The figures in words, a line for each: for a terminal, and for the report.</summary>
internal static class FigureText
{
    public static IReadOnlyList<string> Headings { get; } = ["Scenario", "Figure", "To be", "Is", "Met"];

    public static IEnumerable<string[]> Lines(Results results)
    {
        foreach (MeasuredFigure measured in MeasuredFigure.In(results))
            yield return [measured.Figure.Scenario, measured.Figure.Name, measured.Figure.Bound.Text, measured.Value.Text(measured.Figure.Bound.Format), YesOrNo(measured.IsMet)];
        if (results.HasOurs && results.Contenders.Count > 1)
            yield return Rivals(results);
    }

    /// <summary>Why those figures that are not met cannot be.</summary>
    public static IEnumerable<string> Notes(Results results) =>
        from measured in MeasuredFigure.In(results)
        where !measured.IsMet && measured.Figure.Note is not null
        select $"`{measured.Figure.Scenario}`, {measured.Figure.Name}: {measured.Figure.Note}";

    private static string[] Rivals(Results results)
    {
        string[] lost = [.. from scenario in results.Scenarios from Contender rival in RivalsAhead.Better(results, scenario) select $"{scenario.Id}: {rival.Name}"];
        return ["all of them", "a rival is ahead", "in none", lost.Length == 0 ? "in none" : string.Join("; ", lost), YesOrNo(lost.Length == 0)];
    }

    private static string YesOrNo(bool met) => met ? "yes" : "no";
}
