using BenchmarkDotNet.Reports;
using CapacityRouting.Benchmarks.Harness;

namespace CapacityRouting.Benchmarks.Reporting;

/// <summary>The figures of one class of benchmarks, by method and threads.</summary>
internal sealed class Figures(Summary summary)
{
    public double Nanoseconds(string method, int threads = 1) => CallColumn.Nanoseconds(Of(method, threads));

    public long Bytes(string method, int threads = 1)
    {
        BenchmarkReport report = Of(method, threads);
        return report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;
    }

    private BenchmarkReport Of(string method, int threads) => summary.Reports.Single(report =>
        report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method && CallColumn.ThreadsOf(report.BenchmarkCase) == threads);
}
