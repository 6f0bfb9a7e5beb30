using System.Threading.RateLimiting;

namespace CapacityRouting.Benchmarks.Rivals;

/// <summary>The limiters of the base library, set as high as ours or spent for good.</summary>
internal static class Limiters
{
    private static readonly TokenBucketRateLimiterOptions Ample = new()
    {
        TokenLimit = int.MaxValue,
        TokensPerPeriod = int.MaxValue,
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        QueueLimit = 0,
    };

    public static RateLimiter Bucket() => new TokenBucketRateLimiter(Ample);

    public static RateLimiter InFlight() => new ConcurrencyLimiter(new() { PermitLimit = 1_000, QueueLimit = 0 });

    /// <summary>Requests and tokens as one limiter. All links of a chain are asked for the same count.</summary>
    public static PartitionedRateLimiter<string> Chained() =>
        PartitionedRateLimiter.CreateChained(Partitioned(), Partitioned());

    public static PartitionedRateLimiter<string> ChainedWithInFlight() => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(static account =>
            RateLimitPartition.GetConcurrencyLimiter(account, static _ => new() { PermitLimit = 1_000, QueueLimit = 0 })),
        Partitioned(),
        Partitioned());

    public static RateLimiter Spent()
    {
        TokenBucketRateLimiter bucket = new(new()
        {
            TokenLimit = 1,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromDays(1),
            AutoReplenishment = false,
            QueueLimit = 0,
        });
        bucket.AttemptAcquire().Dispose();
        return bucket;
    }

    private static PartitionedRateLimiter<string> Partitioned() =>
        PartitionedRateLimiter.Create<string, string>(static account => RateLimitPartition.GetTokenBucketLimiter(account, static _ => Ample));
}
