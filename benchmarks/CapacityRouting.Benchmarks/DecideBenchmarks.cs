using System.Threading.RateLimiting;
using BenchmarkDotNet.Attributes;
using CapacityRouting.Benchmarks.Harness;
using CapacityRouting.Benchmarks.Rivals;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Benchmarks;

/// <summary>
/// Deciding over three routes, leasing RPM, ITPM, OTPM, TPM and a slot in flight, and settling with real usage; beside it the base
/// library's limiters, which only acquire and release: they cannot settle.
/// </summary>
public class DecideBenchmarks
{
    private const int Decisions = 1 << 16;
    private const string Account = "account";

    private readonly Clock _clock = new(TimeProvider.System);
    private readonly PartitionedRateLimiter<string> _chained = Limiters.Chained();
    private readonly PartitionedRateLimiter<string> _chainedWithInFlight = Limiters.ChainedWithInFlight();
    private Crew _crew = null!;
    private Decider[] _onOneRoute = null!;
    private Decider[] _onOwnRoutes = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    private int Share => Decisions / Threads;

    [GlobalSetup]
    public void Setup()
    {
        _crew = new(Threads);
        AdmissionControl shared = RouteSet.Of(_clock);
        _onOneRoute = [.. Enumerable.Range(0, Threads).Select(_ => new Decider(shared, _clock))];
        _onOwnRoutes = [.. Enumerable.Range(0, Threads).Select(_ => new Decider(RouteSet.Of(_clock), _clock))];
    }

    [GlobalCleanup]
    public void Cleanup() => _crew.Dispose();

    [Benchmark(Baseline = true, OperationsPerInvoke = Decisions, Description = "Ours, one route for all threads")]
    public void OursOnOneRoute() => _crew.Run(thread => _onOneRoute[thread].Decide(Share));

    [Benchmark(OperationsPerInvoke = Decisions, Description = "Ours, a route for each thread")]
    public void OursOnOwnRoutes() => _crew.Run(thread => _onOwnRoutes[thread].Decide(Share));

    [Benchmark(OperationsPerInvoke = Decisions, Description = "Ours, settled at a second clock reading")]
    public void OursSettledLater() => _crew.Run(thread => _onOneRoute[thread].DecideAndSettleLater(Share));

    [Benchmark(OperationsPerInvoke = Decisions, Description = "Two chained limiters: RPM, TPM")]
    public void ChainedLimiters() => _crew.Run(_ => AcquireAndRelease(_chained, Share));

    [Benchmark(OperationsPerInvoke = Decisions, Description = "Three chained limiters: in flight, RPM, TPM")]
    public void ChainedLimitersWithInFlight() => _crew.Run(_ => AcquireAndRelease(_chainedWithInFlight, Share));

    [Benchmark(OperationsPerInvoke = Decisions, Description = "One reading of the clock")]
    public void ClockAlone() => _crew.Run(_ => ReadClock(Share));

    private static void AcquireAndRelease(PartitionedRateLimiter<string> limiter, int times)
    {
        for (int i = 0; i < times; i++)
        {
            using RateLimitLease lease = limiter.AttemptAcquire(Account);
            if (!lease.IsAcquired)
                throw new InvalidOperationException("A limiter with room must take the call.");
        }
    }

    private long ReadClock(int times)
    {
        long last = 0;
        for (int i = 0; i < times; i++)
            last = _clock.Now;
        return last;
    }
}
