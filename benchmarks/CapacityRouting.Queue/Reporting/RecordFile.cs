using System.Text;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Reporting;

/// <summary>The part of a document that the program writes, between two markers.</summary>
internal static class RecordFile
{
    private const string Begin = "<!-- figures: begin -->";
    private const string End = "<!-- figures: end -->";

    public static async Task WriteAsync(string file, IReadOnlyList<FigureResult> results, Origin origin)
    {
        string document = await File.ReadAllTextAsync(file);
        (int begin, int end) = MarkersOf(document);
        await File.WriteAllTextAsync(file, $"{document[..begin]}\n\n{Text(results, origin)}{document[end..]}");
    }

    /// <summary>What is wrong with a file as a record; null when nothing is.</summary>
    public static string? ProblemOf(string file) =>
        !File.Exists(file) ? $"'{file}' does not exist."
        : MarkersOf(File.ReadAllText(file)) is var (begin, end) && (begin < Begin.Length || end < begin) ? $"'{file}' has no '{Begin}' with '{End}' after it."
        : null;

    /// <summary>The end of the first marker and the begin of the second.</summary>
    private static (int Begin, int End) MarkersOf(string document)
    {
        int begin = document.IndexOf(Begin, StringComparison.Ordinal);
        return (begin < 0 ? begin : begin + Begin.Length, document.IndexOf(End, StringComparison.Ordinal));
    }

    private static string Text(IReadOnlyList<FigureResult> results, Origin origin)
    {
        StringBuilder text = new();
        text.AppendLine($"Machine: {origin.Machine}. Date: {origin.Date:yyyy-MM-dd}. Commit: {origin.Commit}. Before: {origin.Before ?? "not measured"}.").AppendLine();
        text.AppendLine(ResultTable.Summary(results)).AppendLine();
        foreach (FigureResult result in results)
            text.Append(ResultTable.Of(result));
        return text.ToString();
    }
}
