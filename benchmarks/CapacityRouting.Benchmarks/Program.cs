using BenchmarkDotNet.Running;
using CapacityRouting.Benchmarks.Harness;
using CapacityRouting.Benchmarks.Reporting;

switch (args)
{
    case ["--quick"]:
        QuickLook.Print(Console.Out);
        break;
    case ["--report", string path]:
        ReportFile.Write(path, Machine.Commit());
        break;
    case ["--report", string path, "--commit", string commit]:
        ReportFile.Write(path, commit);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly).Run(args, new BenchmarkConfig());
        break;
}
