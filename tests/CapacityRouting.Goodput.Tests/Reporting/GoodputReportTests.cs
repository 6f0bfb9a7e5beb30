using CapacityRouting.Goodput.Reporting;

namespace CapacityRouting.Goodput.Tests.Reporting;

public sealed class GoodputReportTests
{
    [Fact]
    public void Of_Rows_ShowsOursTheShortfallsAndEveryRouter()
    {
        Results results = Rows.Results(
            Rows.Row(Rows.Ours, 0.95, 10), Rows.Row(Rows.Ours, 0.93, 12, seed: 2), Rows.Row(Rows.Rival, 0.99, 5), Rows.Row(Rows.Rival, 0.97, 7, seed: 2));

        string report = GoodputReport.Of(results, "a machine", "It took a while.");

        Assert.StartsWith("# Goodput\n\nMachine: a machine; ± is a 95 % confidence interval. It took a while.\n", report.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("| `a-scenario` | 0.940 ± 0.127 | 0.940 ± 0.127 | 11.0 ± 12.7 | 4 | 0.500 | 0.600 | 1 | 20 | 1.50 | 0.10 | 2 | 1 | 0 | 0 |", report, StringComparison.Ordinal);
        Assert.Contains("- `a-scenario`: worst seed 2, goodput 0.930, 12.0 refusals per 1,000. Rival is ahead in both: goodput 0.980 against 0.940", report, StringComparison.Ordinal);
        Assert.Contains("## Which figures is it held to?", report, StringComparison.Ordinal);
        Assert.Contains("| all of them | a rival is ahead | in none | a-scenario: Rival | no |", report, StringComparison.Ordinal);
        Assert.Contains("### `a-scenario`\n\nWhat happens.\n", report.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("| Rival | 0.980 ± 0.127 |", report, StringComparison.Ordinal);
        Assert.DoesNotContain("Never back", report, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_AnOutage_ShowsHowSoonEachIsOffAndBack()
    {
        Results results = Rows.Results(Rows.Row(Rows.Ours, 1, 0, off: 0.5, back: 12), Rows.Row(Rows.Rival, 1, 0, off: 600));

        string report = GoodputReport.Of(results, "a machine", "");

        Assert.Contains("| **CapacityRouting** | 0.5 | 12.0 | 0 of 1 |", report, StringComparison.Ordinal);
        Assert.Contains("| Rival | 600.0 | - | 1 of 1 |", report, StringComparison.Ordinal);
    }
}
