using System.Text.Json;
using CapacityRouting.Goodput.Running;

namespace CapacityRouting.Goodput.Reporting;

/// <summary>The rows for programs.</summary>
internal static class JsonRows
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(string path, IReadOnlyList<GoodputRow> rows) => File.WriteAllText(path, JsonSerializer.Serialize(rows, Options) + Environment.NewLine);
}
