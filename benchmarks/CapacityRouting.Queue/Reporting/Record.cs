using System.Text;
using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Reporting;

/// <summary>The part of a document that the program writes, between two markers.</summary>
internal static class Record
{
    private const string Begin = "<!-- figures: begin -->";
    private const string End = "<!-- figures: end -->";

    public static async Task WriteAsync(string file, IReadOnlyList<FigureResult> results, Origin origin)
    {
        string document = await File.ReadAllTextAsync(file);
        int begin = document.IndexOf(Begin, StringComparison.Ordinal);
        int end = document.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
            throw new InvalidOperationException($"{file} has no '{Begin}' followed by '{End}'.");
        await File.WriteAllTextAsync(file, $"{document[..(begin + Begin.Length)]}\n\n{Text(results, origin)}{document[end..]}");
    }

    private static string Text(IReadOnlyList<FigureResult> results, Origin origin)
    {
        StringBuilder text = new();
        text.AppendLine($"Machine: {origin.Machine}.").AppendLine($"Date: {origin.Date:yyyy-MM-dd}. Commit: {origin.Commit}. Before: {origin.Before ?? "not measured"}.").AppendLine();
        text.AppendLine(ResultTable.Summary(results)).AppendLine();
        foreach (FigureResult result in results)
            text.Append(ResultTable.Of(result));
        return text.ToString();
    }
}
