using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Capacity;

/// <summary>A quota on a clock of its own, and a way to answer its calls with headers.</summary>
internal sealed class LearningQuota(CapacityLimits limits, BurstDefaults? bursts = null)
{
    public const CapacityDimension Requests = CapacityDimension.RequestsPerMinute;
    public const CapacityDimension Tokens = CapacityDimension.TokensPerMinute;

    private readonly ManualTime _time = new();
    private Quota? _quota;

    public Quota Quota => _quota ??= new(limits, new Clock(_time), new(1), bursts);

    public long Now => _time.GetTimestamp();

    /// <summary>A provider whose buckets hold the whole minute, known by its profile.</summary>
    public static BurstDefaults Whole => new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    public void Wait(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    public RateLimit? Limit(CapacityDimension dimension) => RateLimit.Find(Quota.Limits, dimension);

    public double Level(CapacityDimension dimension = Tokens) => Quota.Level(dimension, Now);

    public Call Begin(long tokens)
    {
        Assert.True(Quota.TryLease(Quotas.Tokens(tokens), Now, out Lease lease));
        return new(this, lease);
    }

    /// <summary>The answer to a call that was leased only now.</summary>
    public bool Learn(LimitReading reading, HeaderLimitUse use = HeaderLimitUse.Tighten) => Quota.Learn([reading], Quota.Mark(Now), use, Now);

    internal sealed class Call(LearningQuota quota, Lease lease)
    {
        private readonly QuotaMark _mark = quota.Quota.Mark(quota.Now);
        private Lease _lease = lease;

        public bool Learn(LimitReading reading, HeaderLimitUse use = HeaderLimitUse.Tighten) => quota.Quota.Learn([reading], _mark, use, quota.Now);

        /// <summary>What is left of the tokens, and whether the provider's bucket is whole.</summary>
        public bool Learn(long remaining, long? limit = null, bool whole = true) => Learn(new LimitReading(Tokens, limit, remaining, whole));

        public void Used(long tokens) => _lease.Used(Quotas.Tokens(tokens), quota.Now);
    }
}
