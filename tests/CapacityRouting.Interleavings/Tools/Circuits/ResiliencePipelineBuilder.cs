namespace CapacityRouting.Health;

/// <summary>
/// The type that the breaker's source binds to here. Behind it is the library's own circuit, with a lock that the schedule knows. A program blocked
/// in the circuit's own lock would never return its turn.
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
