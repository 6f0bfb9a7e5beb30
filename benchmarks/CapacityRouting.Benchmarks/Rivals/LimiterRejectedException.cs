using Polly;

namespace CapacityRouting.Benchmarks.Rivals;

/// <summary>There was no permit.</summary>
internal sealed class LimiterRejectedException() : ExecutionRejectedException("The limiter has no permit left.");
