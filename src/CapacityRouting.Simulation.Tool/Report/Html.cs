using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CapacityRouting.Simulation.Tool.Report;

/// <summary>Pieces of HTML. All text is escaped.</summary>
internal static partial class Html
{
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A text in which no line break separates a number from its unit.</summary>
    public static string Prose(string text) => Text(BeforeUnit().Replace(text, "\u00a0"));

    /// <summary>A table whose first column names its rows. Columns of figures are aligned to the right.</summary>
    public static string Table(string caption, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, bool isFigures = true)
    {
        StringBuilder html = new();
        html.Append($"<div class=\"scroll\"><table class=\"{(isFigures ? "figures" : "words")}\"><caption>{Text(caption)}</caption>\n<thead><tr>");
        foreach (string cell in head)
            html.Append($"<th scope=\"col\">{Text(cell)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<string> row in rows)
            html.Append($"<tr><th scope=\"row\">{Text(row[0])}</th>{string.Concat(row.Skip(1).Select(cell => $"<td>{Text(cell)}</td>"))}</tr>\n");
        return html.Append("</tbody></table></div>\n").ToString();
    }

    [GeneratedRegex(@"(?<=\d) (?=(%|ms|s|min|h|d)(\W|$))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BeforeUnit();
}
