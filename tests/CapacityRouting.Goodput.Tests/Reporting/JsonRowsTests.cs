using System.Text.Json;
using CapacityRouting.Goodput.Reporting;

namespace CapacityRouting.Goodput.Tests.Reporting;

public sealed class JsonRowsTests
{
    [Fact]
    public void Write_Rows_HaveTheFieldsThatProgramsRead()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        JsonRows.Write(path, [Rows.Row(Rows.Ours, 0.95, 10)]);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        File.Delete(path);

        JsonElement row = Assert.Single(document.RootElement.EnumerateArray().ToArray());
        Assert.Equal(
            [
                "scenario", "router", "seed", "goodputRequests", "goodputTokens", "refusedPer1000", "preferredShare", "oraclePreferredShare",
                "waitP50Ms", "waitP99Ms", "lost", "doubled", "overshoot",
            ],
            row.EnumerateObject().Select(property => property.Name).Take(13));
        Assert.Equal("capacity-routing", row.GetProperty("router").GetString());
        Assert.Equal(0.95, row.GetProperty("goodputRequests").GetDouble());
    }
}
