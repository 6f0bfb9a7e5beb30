using BenchmarkDotNet.Attributes;
using CapacityRouting.Benchmarks.Harness;
using CapacityRouting.Benchmarks.Rivals;
using CapacityRouting.Benchmarks.Stubs;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks;

/// <summary>
/// A whole call over a model that answers at once, with everything on: limits in four dimensions and in flight, breaker,
/// timeouts, report. The bare model beside it shows what is the router's own.
/// </summary>
public class WholeCallBenchmarks
{
    private const int Calls = 1 << 15;

    private readonly IChatClient _model = new InstantClient();
    private readonly IChatClient _ours = Router(new InstantClient());
    private readonly IChatClient _oursOverShared = Router(new InstantClient(sharedResponse: true));
    private readonly IChatClient _handBuilt = HandBuilt(new InstantClient());
    private readonly IChatClient _ordered = Ordered(new InstantClient());
    private Crew _crew = null!;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup() => _crew = new(Threads);

    [GlobalCleanup]
    public void Cleanup() => _crew.Dispose();

    [Benchmark(OperationsPerInvoke = Calls, Description = "The model alone")]
    public void ModelAlone() => CallFromAll(_model);

    [Benchmark(Baseline = true, OperationsPerInvoke = Calls, Description = "Ours")]
    public void Ours() => CallFromAll(_ours);

    [Benchmark(OperationsPerInvoke = Calls, Description = "Ours, over one shared response")]
    public void OursOverSharedResponse() => CallFromAll(_oursOverShared);

    [Benchmark(OperationsPerInvoke = Calls, Description = "Hand-built: limiters, Polly")]
    public void HandBuilt() => CallFromAll(_handBuilt);

    [Benchmark(OperationsPerInvoke = Calls, Description = "Ordered failover, no limits")]
    public void Ordered() => CallFromAll(_ordered);

    private static CapacityAwareChatClient Router(InstantClient model) =>
        Workload.Router(model, Workload.Ample, Workload.Ample, Workload.Ample);

    private static HandBuiltFailoverClient HandBuilt(InstantClient model) =>
        new(HandBuiltRoute.WithRoom(model), HandBuiltRoute.WithRoom(model), HandBuiltRoute.WithRoom(model));

    private static OrderedFailoverClient Ordered(InstantClient model) => new(model, model, model);

    private void CallFromAll(IChatClient client)
    {
        int share = Calls / Threads;
        _crew.Run(_ => Caller.Call(client, share));
    }
}
