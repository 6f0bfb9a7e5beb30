namespace CapacityRouting.Health;

/// <summary>
/// What the breaker's source binds to here. Behind it is the library's own circuit, but its lock is one that the schedule knows: a program that would wait
/// inside of the circuit's own one would never give its turn back.
/// </summary>
internal sealed class ResiliencePipelineBuilder<T>
{
    private CircuitBreakerStrategyOptions<T>? _options;

    public TimeProvider? TimeProvider { get; init; }

    public ResiliencePipelineBuilder<T> AddCircuitBreaker(CircuitBreakerStrategyOptions<T> options)
    {
        _options = options;
        return this;
    }

    public ResiliencePipeline<T> Build() => _options!.Build(TimeProvider!);
}
