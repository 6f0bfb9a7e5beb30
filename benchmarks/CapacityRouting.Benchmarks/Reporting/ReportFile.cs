using System.Text;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using CapacityRouting.Benchmarks.Harness;

namespace CapacityRouting.Benchmarks.Reporting;

/// <summary>Runs every benchmark and writes all tables to one file, with the machine, the commit and what each table says.</summary>
internal static class ReportFile
{
    public static void Write(string path, string commit)
    {
        Summary[] summaries = BenchmarkRunner.Run([.. Chapter.All.Select(chapter => chapter.Benchmarks)], new BenchmarkConfig());
        StringBuilder text = new();
        text.AppendLine("# Benchmarks").AppendLine()
            .AppendLine($"Machine: {Machine.Describe()}. Commit: {commit}.").AppendLine()
            .Append("*Call* is the time of one call on the thread that makes it. So two threads that do not disturb each other show the figure of one. ")
            .AppendLine("*Ratio* compares with our own line for as many threads. Rivals are measured in the same run. To regenerate:").AppendLine()
            .AppendLine("    dotnet run -c Release --project benchmarks/CapacityRouting.Benchmarks -- --report docs/benchmarks.md");
        foreach (Chapter chapter in Chapter.All)
            Append(text, chapter, summaries.Single(summary => summary.BenchmarksCases[0].Descriptor.Type == chapter.Benchmarks));
        File.WriteAllText(path, text.ToString());
    }

    private static void Append(StringBuilder text, Chapter chapter, Summary summary)
    {
        text.AppendLine().AppendLine($"## {chapter.Title}").AppendLine();
        SummaryTable.SummaryTableColumn[] columns = [.. summary.Table.Columns.Where(column => column.NeedToShow)];
        AppendRow(text, columns.Select(column => column.Header));
        AppendRow(text, columns.Select(column => column.Justify == SummaryTable.SummaryTableColumn.TextJustification.Right ? "---:" : "---"));
        for (int row = 0; row < summary.Table.FullContent.Length; row++)
            AppendRow(text, columns.Select(column => column.Content[row].Trim('\'')));
        text.AppendLine().AppendLine(chapter.Finding(new(summary)));
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
