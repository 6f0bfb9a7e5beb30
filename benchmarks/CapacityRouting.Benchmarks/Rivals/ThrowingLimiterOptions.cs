using Polly;

namespace CapacityRouting.Benchmarks.Rivals;

/// <summary>A strategy's options; there is nothing to set.</summary>
internal sealed class ThrowingLimiterOptions : ResilienceStrategyOptions;
