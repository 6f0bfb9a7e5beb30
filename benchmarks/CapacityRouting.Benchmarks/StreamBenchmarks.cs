using BenchmarkDotNet.Attributes;
using CapacityRouting.Benchmarks.Rivals;
using CapacityRouting.Benchmarks.Stubs;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks;

/// <summary>A stream of twenty updates that are there at once, from its opening to its end.</summary>
public class StreamBenchmarks
{
    private readonly InstantClient _model = new();
    private readonly IChatClient _ours;
    private readonly IChatClient _ordered;

    public StreamBenchmarks()
    {
        _ours = Workload.Router(_model, Workload.Ample, Workload.Ample, Workload.Ample);
        _ordered = new OrderedFailoverClient(_model, _model, _model);
    }

    [Benchmark(Description = "The model alone")]
    public Task<int> ModelAlone() => ReadAsync(_model);

    [Benchmark(Baseline = true, Description = "Ours")]
    public Task<int> Ours() => ReadAsync(_ours);

    [Benchmark(Description = "Ordered failover, no limits")]
    public Task<int> Ordered() => ReadAsync(_ordered);

    private static async Task<int> ReadAsync(IChatClient client)
    {
        int updates = 0;
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Workload.Messages))
            updates++;
        return updates == InstantStream.Updates ? updates : throw new InvalidOperationException("Every update must arrive.");
    }
}
