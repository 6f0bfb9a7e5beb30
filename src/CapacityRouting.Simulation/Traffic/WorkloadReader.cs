namespace CapacityRouting.Simulation.Traffic;

/// <summary>Reads the text of a workload file. Used once.</summary>
internal sealed class WorkloadReader(TextReader reader, string file)
{
    private readonly NumberedLines _lines = new(reader);
    private readonly FormatErrors _errors = new(file);
    private readonly List<SimulatedCall> _calls = [];

    /// <exception cref="WorkloadFormatException">The text has errors.</exception>
    public Workload Read(string name)
    {
        WorkloadColumns? columns = Header();
        if (columns is not null)
            ReadCalls(columns);
        _errors.ThrowIfAny();
        return new Workload(name, _calls);
    }

    private WorkloadColumns? Header()
    {
        string? header = _lines.Next();
        if (header is null)
            _errors.Add(1, "the file is empty");
        return header is not null && Fields(header) is string[] names ? WorkloadColumns.Read(names, _lines.Number, _errors) : null;
    }

    private void ReadCalls(WorkloadColumns columns)
    {
        int headerLine = _lines.Number;
        CallFields calls = new(columns, _errors);
        bool any = false;
        while (_lines.Next() is string line)
        {
            any = true;
            if (Fields(line) is string[] fields)
                Add(fields, columns, calls);
        }

        if (!any)
            _errors.Add(headerLine, "no calls follow the header");
    }

    private void Add(string[] fields, WorkloadColumns columns, CallFields calls)
    {
        if (fields.Length != columns.Count)
            _errors.Add(_lines.Number, $"has {fields.Length} fields where the header has {columns.Count}");
        else if (calls.Read(fields, _lines.Number) is SimulatedCall call)
            _calls.Add(call);
    }

    private string[]? Fields(string line)
    {
        string[]? fields = CsvLine.Split(line, out string? problem);
        if (problem is not null)
            _errors.Add(_lines.Number, problem);
        return fields;
    }
}
