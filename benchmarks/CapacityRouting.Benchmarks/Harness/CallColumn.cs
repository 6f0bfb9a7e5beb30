using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace CapacityRouting.Benchmarks.Harness;

/// <summary>
/// What one call costs the thread that makes it. BenchmarkDotNet divides a round by the calls of all threads; times the
/// threads, two that do not disturb each other show the figure of one.
/// </summary>
internal sealed class CallColumn : IColumn
{
    public string Id => nameof(CallColumn);

    public string ColumnName => "Call";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Time;

    public string Legend => "Time of one call on the thread that makes it";

    public static double Nanoseconds(BenchmarkReport report) =>
        (report.ResultStatistics?.Mean ?? double.NaN) * ThreadsOf(report.BenchmarkCase);

    public static int ThreadsOf(BenchmarkCase benchmark) =>
        benchmark.Parameters.Items.FirstOrDefault(item => item.Name == "Threads")?.Value as int? ?? 1;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase] is { ResultStatistics: not null } report ? $"{Nanoseconds(report):N1} ns" : "NA";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
