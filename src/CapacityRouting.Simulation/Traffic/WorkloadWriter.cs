using System.Globalization;

namespace CapacityRouting.Simulation.Traffic;

/// <summary>Writes a workload as the text of a file.</summary>
internal static class WorkloadWriter
{
    private static readonly (string Name, Func<SimulatedCall, string?> Value)[] Columns =
    [
        (WorkloadColumns.Offset, call => Seconds.Format(call.At)),
        (WorkloadColumns.InputTokens, call => Number(call.InputTokens)),
        (WorkloadColumns.OutputTokens, call => Number(call.OutputTokens)),
        (WorkloadColumns.Class, call => call.Class),
        (WorkloadColumns.Tenant, call => call.Tenant),
        (WorkloadColumns.Session, call => call.Session),
        (WorkloadColumns.MaxOutputTokens, call => Number(call.MaxOutputTokens)),
        (WorkloadColumns.Continuation, call => call.IsContinuation ? CallFields.Yes : null),
    ];

    public static void Write(Workload workload, TextWriter writer)
    {
        (string Name, Func<SimulatedCall, string?> Value)[] used =
            [.. Columns.Where(column => workload.Calls.Any(call => !string.IsNullOrEmpty(column.Value(call))))];
        WriteLine(used.Select(column => column.Name), writer);
        foreach (SimulatedCall call in workload.Calls)
            WriteLine(used.Select(column => CsvLine.Escape(column.Value(call) ?? "")), writer);
    }

    /// <summary>Checks a workload before any of it is written: it is written whole or not at all.</summary>
    public static void Check(Workload workload)
    {
        for (int i = 0; i < workload.Calls.Count; i++)
            foreach ((string name, Func<SimulatedCall, string?> value) in Columns)
                if (value(workload.Calls[i]).AsSpan().ContainsAny('\r', '\n'))
                    throw new ArgumentException($"Workload '{workload.Name}', call {i + 1}: its {name} has a line break, for which the format has no room.", nameof(workload));
    }

    // The writer's own line ends are not used: the same workload is the same bytes everywhere.
    private static void WriteLine(IEnumerable<string> fields, TextWriter writer)
    {
        writer.Write(string.Join(',', fields));
        writer.Write('\n');
    }

    private static string? Number(int? value) => value?.ToString(CultureInfo.InvariantCulture);
}
