using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace CapacityRouting.Benchmarks.Harness;

/// <summary>How far the rounds lie apart: their standard deviation as a share of the mean.</summary>
internal sealed class SpreadColumn : IColumn
{
    public string Id => nameof(SpreadColumn);

    public string ColumnName => "Spread";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 1;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => "Standard deviation of all measurements, as a share of the mean";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } rounds ? $"{100 * rounds.StandardDeviation / rounds.Mean:N0} %" : "NA";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public bool IsAvailable(Summary summary) => true;
}
