using BenchmarkDotNet.Attributes;
using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Time;
using Polly;
using Polly.CircuitBreaker;

namespace CapacityRouting.Benchmarks;

/// <summary>What a circuit breaker costs a call that succeeds: Polly's around it, and ours, which a healthy route hardly asks.</summary>
public class BreakerBenchmarks
{
    private readonly ResiliencePipeline _polly = new ResiliencePipelineBuilder().AddCircuitBreaker(new CircuitBreakerStrategyOptions()).Build();
    private readonly Clock _clock = new(TimeProvider.System);
    private readonly RouteHealth _healthy;
    private readonly RouteHealth _shaken;
    private long _now;

    public BreakerBenchmarks()
    {
        _healthy = new(new(), _clock, new Jitter(1));
        _shaken = new(new() { SamplingDuration = TimeSpan.FromHours(1) }, _clock, new Jitter(2));
    }

    [GlobalSetup]
    public void Setup()
    {
        _now = _clock.Now;
        _shaken.Breaker.Failed(_now, _now);
    }

    [Benchmark(Description = "Polly's breaker around an instant call")]
    public ValueTask<int> Polly() => _polly.ExecuteAsync(static _ => ValueTask.FromResult(1));

    [Benchmark(Baseline = true, Description = "Ours, a healthy route")]
    public bool Healthy() => PassAndRecord(_healthy);

    [Benchmark(Description = "Ours, a route that failed lately")]
    public bool Shaken() => PassAndRecord(_shaken);

    private bool PassAndRecord(RouteHealth health) =>
        health.RemainingTicks(_now) == 0 && !health.Breaker.Succeeded(_now, _now);
}
