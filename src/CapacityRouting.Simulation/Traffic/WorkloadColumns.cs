namespace CapacityRouting.Simulation.Traffic;

/// <summary>The columns of a workload file, and their places in its header.</summary>
internal sealed class WorkloadColumns
{
    public const string Offset = "offset_s";
    public const string InputTokens = "input_tokens";
    public const string OutputTokens = "output_tokens";
    public const string Class = "class";
    public const string Tenant = "tenant";
    public const string Session = "session";
    public const string MaxOutputTokens = "max_output_tokens";
    public const string Continuation = "continuation";

    private static readonly string[] Required = [Offset, InputTokens, OutputTokens];
    private static readonly string[] Optional = [Class, Tenant, Session, MaxOutputTokens, Continuation];

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private WorkloadColumns(int count) => Count = count;

    /// <summary>The number of fields in each line, unknown columns included.</summary>
    public int Count { get; }

    /// <summary>Reads a header. Null when the header has errors.</summary>
    public static WorkloadColumns? Read(string[] header, int line, FormatErrors errors)
    {
        WorkloadColumns columns = new(header.Length);
        string[] names = Array.ConvertAll(header, name => name.Trim());
        bool right = true;
        foreach (string column in Required.Concat(Optional))
            right &= columns.Find(column, names, line, errors);
        return right ? columns : null;
    }

    /// <summary>A line's value in a column. Null when there is no such column.</summary>
    public string? Of(string[] fields, string column) => _places.TryGetValue(column, out int place) ? fields[place] : null;

    private bool Find(string column, string[] names, int line, FormatErrors errors)
    {
        int place = Array.FindIndex(names, name => Is(name, column));
        if (place < 0 && !Required.Contains(column))
            return true;
        if (place >= 0 && Array.FindLastIndex(names, name => Is(name, column)) == place)
            return _places.TryAdd(column, place);
        errors.Add(line, place < 0 ? $"column '{column}' is missing" : $"column '{column}' is there more than once");
        return false;
    }

    private static bool Is(string name, string column) => name.Equals(column, StringComparison.OrdinalIgnoreCase);
}
