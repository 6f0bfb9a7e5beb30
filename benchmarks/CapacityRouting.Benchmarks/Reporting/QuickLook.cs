using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Attributes;

namespace CapacityRouting.Benchmarks.Reporting;

/// <summary>
/// A first look in half a minute, in this process and without BenchmarkDotNet: the best of some rounds, the one that other
/// work on the machine disturbed least. Good for comparing lines of one run, not for quoting.
/// </summary>
internal static class QuickLook
{
    private const int Rounds = 25;
    private static readonly TimeSpan Warmup = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(10);

    public static void Print(TextWriter output)
    {
        output.WriteLine($"{"",-46}{"Threads",8}{"Call [ns]",12}{"Allocated [B]",15}");
        Print<DecideBenchmarks>(output, 1, (benchmarks, threads) => benchmarks.Threads = threads);
        Print<DecideBenchmarks>(output, 2, (benchmarks, threads) => benchmarks.Threads = threads);
        Print<WholeCallBenchmarks>(output, 1, (benchmarks, threads) => benchmarks.Threads = threads);
        Print<WholeCallBenchmarks>(output, 2, (benchmarks, threads) => benchmarks.Threads = threads);
        Print<SkipSaturatedBenchmarks>(output, 1, static (_, _) => { });
    }

    private static void Print<T>(TextWriter output, int threads, Action<T, int> setThreads)
        where T : new()
    {
        T benchmarks = new();
        setThreads(benchmarks, threads);
        Invoke<GlobalSetupAttribute>(benchmarks);
        foreach (MethodInfo method in typeof(T).GetMethods())
        {
            if (method.GetCustomAttribute<BenchmarkAttribute>() is not { } benchmark)
                continue;
            Action run = method.CreateDelegate<Action>(benchmarks);
            (double nanoseconds, double bytes) = Measure(run, benchmark.OperationsPerInvoke);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{benchmark.Description,-46}{threads,8}{nanoseconds * threads,12:N1}{bytes,15:N0}"));
        }

        Invoke<GlobalCleanupAttribute>(benchmarks);
    }

    private static (double Nanoseconds, double Bytes) Measure(Action run, int operations)
    {
        Repeat(run, Warmup);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        run();
        double bytes = (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / operations;
        return (Enumerable.Range(0, Rounds).Min(_ => Repeat(run, Round) / operations), bytes);
    }

    /// <returns>The nanoseconds that one run took on average.</returns>
    private static double Repeat(Action run, TimeSpan atLeast)
    {
        long start = TimeProvider.System.GetTimestamp();
        int runs = 0;
        TimeSpan passed;
        do
        {
            run();
            runs++;
            passed = TimeProvider.System.GetElapsedTime(start);
        }
        while (passed < atLeast);
        return passed.TotalNanoseconds / runs;
    }

    private static void Invoke<TAttribute>(object benchmarks)
        where TAttribute : Attribute
    {
        foreach (MethodInfo method in benchmarks.GetType().GetMethods())
            if (method.GetCustomAttribute<TAttribute>() is not null)
                method.Invoke(benchmarks, parameters: null);
    }
}
