using System.Text;

namespace CapacityRouting.Simulation.Traffic;

/// <summary>One line of comma-separated fields, as in RFC 4180, except that a quoted field ends on its line.</summary>
internal static class CsvLine
{
    /// <summary>The line's fields, without their quotes. Null, with the problem, when a quote is out of place.</summary>
    public static string[]? Split(string line, out string? problem)
    {
        problem = null;
        if (!line.Contains('"', StringComparison.Ordinal))
            return line.Split(',');
        List<string> fields = [];
        int at = 0;
        while (at <= line.Length && problem is null)
            fields.Add(IsQuoteAt(line, at) ? Quoted(line, ref at, fields.Count + 1, out problem) : Plain(line, ref at));
        return problem is null ? [.. fields] : null;
    }

    /// <summary>A field in the form for a line, in quotes where it needs them.</summary>
    public static string Escape(string field) =>
        field.AsSpan().IndexOfAny(',', '"') < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Both methods leave the position after the comma that ends the field. After the last field it is one past the end of the line.
    private static string Plain(string line, ref int at)
    {
        int comma = line.IndexOf(',', at);
        int end = comma < 0 ? line.Length : comma;
        string field = line[at..end];
        at = end + 1;
        return field;
    }

    private static string Quoted(string line, ref int at, int number, out string? problem)
    {
        StringBuilder field = new();
        int from = at + 1;
        int quote = line.IndexOf('"', from);
        while (quote >= 0 && IsQuoteAt(line, quote + 1))
        {
            field.Append(line, from, quote + 1 - from);
            from = quote + 2;
            quote = line.IndexOf('"', from);
        }

        problem = Problem(line, quote, number);
        at = quote + 2;
        return problem is null ? field.Append(line, from, quote - from).ToString() : "";
    }

    private static string? Problem(string line, int quote, int number)
    {
        if (quote < 0)
            return $"field {number}: its quote does not end on this line";
        return quote + 1 < line.Length && line[quote + 1] != ',' ? $"field {number}: text follows its closing quote" : null;
    }

    private static bool IsQuoteAt(string line, int at) => at < line.Length && line[at] == '"';
}
