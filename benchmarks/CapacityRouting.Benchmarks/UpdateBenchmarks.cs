using BenchmarkDotNet.Attributes;
using CapacityRouting.Benchmarks.Rivals;
using CapacityRouting.Benchmarks.Stubs;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks;

/// <summary>What one update of a long stream costs: of a thousand, so that the opening hardly counts.</summary>
public class UpdateBenchmarks
{
    private readonly LongClient _model = new(takesTime: false);
    private readonly LongClient _late = new(takesTime: true);
    private readonly IChatClient _ours;
    private readonly IChatClient _oursLate;
    private readonly IChatClient _ordered;
    private readonly IChatClient _orderedLate;

    public UpdateBenchmarks()
    {
        _ours = Workload.Router(_model, Workload.Ample, Workload.Ample, Workload.Ample);
        _oursLate = Workload.Router(_late, Workload.Ample, Workload.Ample, Workload.Ample);
        _ordered = new OrderedFailoverClient(_model, _model, _model);
        _orderedLate = new OrderedFailoverClient(_late, _late, _late);
    }

    [Benchmark(Description = "The model alone", OperationsPerInvoke = LongStream.Updates)]
    public Task ModelAlone() => ReadAsync(_model);

    [Benchmark(Baseline = true, Description = "Ours", OperationsPerInvoke = LongStream.Updates)]
    public Task Ours() => ReadAsync(_ours);

    [Benchmark(Description = "Ordered failover, no limits", OperationsPerInvoke = LongStream.Updates)]
    public Task Ordered() => ReadAsync(_ordered);

    [Benchmark(Description = "The model alone, each update late", OperationsPerInvoke = LongStream.Updates)]
    public Task ModelAloneLate() => ReadAsync(_late);

    [Benchmark(Description = "Ours, each update late", OperationsPerInvoke = LongStream.Updates)]
    public Task OursLate() => ReadAsync(_oursLate);

    [Benchmark(Description = "Ordered failover, each update late", OperationsPerInvoke = LongStream.Updates)]
    public Task OrderedLate() => ReadAsync(_orderedLate);

    private static async Task ReadAsync(IChatClient client)
    {
        int updates = 0;
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Workload.Messages))
            updates++;
        if (updates != LongStream.Updates)
            throw new InvalidOperationException("Every update must arrive.");
    }
}
