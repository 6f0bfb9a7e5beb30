using System.Threading.RateLimiting;
using Polly;

namespace CapacityRouting.Benchmarks.Rivals;

/// <summary>Does as Polly's rate limiter does: a call without a permit ends in an exception, which the pipeline throws at its edge.</summary>
internal sealed class ThrowingLimiterStrategy(RateLimiter limiter) : ResilienceStrategy
{
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback, ResilienceContext context, TState state)
    {
        using RateLimitLease lease = await limiter.AcquireAsync(permitCount: 1, context.CancellationToken).ConfigureAwait(context.ContinueOnCapturedContext);
        return lease.IsAcquired
            ? await callback(context, state).ConfigureAwait(context.ContinueOnCapturedContext)
            : Outcome.FromException<TResult>(new LimiterRejectedException());
    }
}
