using System.Threading.RateLimiting;
using Microsoft.Extensions.AI;
using Polly;
using Polly.CircuitBreaker;

namespace CapacityRouting.Benchmarks.Rivals;

/// <summary>One client of a hand-built router, with the limiters and the pipeline that a good engineer gives it.</summary>
internal sealed record HandBuiltRoute(
    IChatClient Client, RateLimiter InFlight, RateLimiter Requests, RateLimiter Tokens, ResiliencePipeline Pipeline)
{
    public static HandBuiltRoute WithRoom(IChatClient client) =>
        new(client, Limiters.InFlight(), Limiters.Bucket(), Limiters.Bucket(), BreakerAndTimeout().Build());

    public static HandBuiltRoute Saturated(IChatClient client) => WithRoom(client) with { Requests = Limiters.Spent() };

    /// <summary>The limiters inside the pipeline, where a refusal is an exception.</summary>
    public HandBuiltRoute WithLimitersInPipeline() => this with
    {
        Pipeline = new ResiliencePipelineBuilder()
            .AddStrategy(_ => new ThrowingLimiterStrategy(InFlight), new ThrowingLimiterOptions())
            .AddStrategy(_ => new ThrowingLimiterStrategy(Requests), new ThrowingLimiterOptions())
            .AddPipeline(Pipeline)
            .Build(),
    };

    private static ResiliencePipelineBuilder BreakerAndTimeout() => new ResiliencePipelineBuilder()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions())
        .AddTimeout(TimeSpan.FromMinutes(5));
}
