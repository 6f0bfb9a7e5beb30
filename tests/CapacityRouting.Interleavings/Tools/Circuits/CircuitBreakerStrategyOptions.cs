using Polly;
using Polly.CircuitBreaker;

namespace CapacityRouting.Health;

/// <summary>The settings of a circuit, with the parts of it that the schedule knows.</summary>
internal sealed class CircuitBreakerStrategyOptions<T>
{
    public required double FailureRatio { get; init; }

    public required int MinimumThroughput { get; init; }

    public required TimeSpan SamplingDuration { get; init; }

    public required Func<BreakDurationGeneratorArguments, ValueTask<TimeSpan>> BreakDurationGenerator { get; init; }

    public required Func<CircuitBreakerPredicateArguments<T>, ValueTask<bool>> ShouldHandle { get; init; }

    public required CircuitBreakerStateProvider StateProvider { get; init; }

    public required CircuitBreakerManualControl ManualControl { get; init; }

    public ResiliencePipeline<T> Build(TimeProvider time)
    {
        ManualControl.Gate = StateProvider;
        return new(Circuit(time), StateProvider);
    }

    private Polly.ResiliencePipeline<T> Circuit(TimeProvider time) => new Polly.ResiliencePipelineBuilder<T> { TimeProvider = time }
        .AddCircuitBreaker(new Polly.CircuitBreaker.CircuitBreakerStrategyOptions<T>
        {
            FailureRatio = FailureRatio,
            MinimumThroughput = MinimumThroughput,
            SamplingDuration = SamplingDuration,
            BreakDurationGenerator = BreakDurationGenerator,
            ShouldHandle = ShouldHandle,
            StateProvider = StateProvider.Inner,
            ManualControl = ManualControl.Inner,
        })
        .Build();
}
