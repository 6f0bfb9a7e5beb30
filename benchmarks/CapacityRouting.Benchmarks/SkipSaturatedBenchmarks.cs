using BenchmarkDotNet.Attributes;
using CapacityRouting.Benchmarks.Harness;
using CapacityRouting.Benchmarks.Rivals;
using CapacityRouting.Benchmarks.Stubs;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks;

/// <summary>Two routes have spent their requests and the third serves: what it costs to pass over the two.</summary>
public class SkipSaturatedBenchmarks
{
    private const int Calls = 1 << 12;

    private readonly IChatClient _unsaturated;
    private readonly IChatClient _saturated;
    private readonly IChatClient _handBuiltUnsaturated;
    private readonly IChatClient _handBuilt;
    private readonly IChatClient _throwing;

    public SkipSaturatedBenchmarks()
    {
        InstantClient model = new();
        _unsaturated = Workload.Router(model, Workload.Ample, Workload.Ample, Workload.Ample);
        _saturated = Workload.Router(model, Workload.Scarce, Workload.Scarce, Workload.Ample);
        _handBuiltUnsaturated = new HandBuiltFailoverClient(HandBuiltRoute.WithRoom(model), HandBuiltRoute.WithRoom(model), HandBuiltRoute.WithRoom(model));
        _handBuilt = new HandBuiltFailoverClient(HandBuiltRoute.Saturated(model), HandBuiltRoute.Saturated(model), HandBuiltRoute.WithRoom(model));
        _throwing = new ThrowingFailoverClient(HandBuiltRoute.Saturated(model), HandBuiltRoute.Saturated(model), HandBuiltRoute.WithRoom(model));
    }

    [GlobalSetup]
    public void Setup()
    {
        Caller.Call(_saturated, times: 2);
        if (Caller.Call(_saturated).GetRoutingReport() is not { ServedBy: "route-3", Excluded.Count: 2 })
            throw new InvalidOperationException("The third route must serve.");
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls, Description = "Ours, the first serves")]
    public void OursUnsaturated() => Caller.Call(_unsaturated, Calls);

    [Benchmark(OperationsPerInvoke = Calls, Description = "Ours, two passed over")]
    public void OursSkipping() => Caller.Call(_saturated, Calls);

    [Benchmark(OperationsPerInvoke = Calls, Description = "Hand-built, the first serves")]
    public void HandBuiltUnsaturated() => Caller.Call(_handBuiltUnsaturated, Calls);

    [Benchmark(OperationsPerInvoke = Calls, Description = "Hand-built, two passed over by lease")]
    public void HandBuiltSkippingByLease() => Caller.Call(_handBuilt, Calls);

    [Benchmark(OperationsPerInvoke = Calls, Description = "Hand-built, two passed over by exception")]
    public void HandBuiltSkippingByException() => Caller.Call(_throwing, Calls);
}
