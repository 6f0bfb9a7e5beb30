using System.Text;
using CapacityRouting.Goodput.Reporting;
using CapacityRouting.Queue.Measuring;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Reporting;

/// <summary>The table of one figure, in Markdown.</summary>
internal static class ResultTable
{
    public static string Of(FigureResult result) => new StringBuilder()
        .AppendLine($"### {result.Figure.Title}").AppendLine()
        .AppendTable(["What", "Before", "Now", "Target", "Met"], result.Figure.Lines().Select(line => Cells(line, result)))
        .ToString();

    /// <summary>How many targets are met.</summary>
    public static string Summary(IReadOnlyList<FigureResult> results)
    {
        bool?[] met = [.. results.SelectMany(result => result.Figure.Lines().Where(line => line.Target is not null).Select(line => line.IsMet(result.Now)))];
        return $"Targets: {met.Length}. Met: {met.Count(each => each == true)}. Not met: {met.Count(each => each == false)}. Not measured: {met.Count(each => each is null)}.";
    }

    private static IEnumerable<string> Cells(Line line, FigureResult result) =>
    [
        line.What,
        result.Before is { } before ? line.Show(before) : "-",
        line.Show(result.Now),
        line.Target?.Text ?? "",
        line.Target is null ? "" : Word(line.IsMet(result.Now)),
    ];

    private static string Word(bool? isMet) => isMet switch
    {
        true => "met",
        false => "**not met**",
        null => "not measured",
    };
}
