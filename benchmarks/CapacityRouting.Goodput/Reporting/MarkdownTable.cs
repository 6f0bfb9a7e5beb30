using System.Text;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>Writes tables in Markdown: the first column is text, the others are figures.</summary>
internal static class MarkdownTable
{
    public static StringBuilder AppendTable(this StringBuilder text, IReadOnlyList<string> headings, IEnumerable<IEnumerable<string>> rows)
    {
        text.AppendRow(headings).AppendRow(headings.Select((_, i) => i == 0 ? "---" : "---:"));
        foreach (IEnumerable<string> row in rows)
            text.AppendRow(row);
        return text.AppendLine();
    }

    private static StringBuilder AppendRow(this StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells).AppendLine(" |");
}
