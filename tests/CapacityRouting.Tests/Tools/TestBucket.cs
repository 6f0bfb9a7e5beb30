using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Tools;

/// <summary>A bucket with words of its own, full at time zero. By default 60 units a minute, ten at once: a unit a second.</summary>
internal sealed class TestBucket
{
    public const long Second = TimeSpan.TicksPerSecond;

    public static Clock Clock { get; } = new(new FakeTimeProvider());

    private readonly RateLimit _limit;
    private long _arrival;
    private long _lastFull;

    public TestBucket(RateLimit limit)
    {
        _limit = limit;
        Bucket.Fill(0);
    }

    public TestBucket(long limit = 60, TimeSpan? burst = null, CapacityDimension dimension = CapacityDimension.TokensPerMinute)
    {
        _limit = LimitOf(limit, burst, dimension);
        Bucket.Fill(0);
    }

    public RateLimit Limit => _limit;

    public Bucket Bucket => new(_limit, ref _arrival, ref _lastFull);

    /// <summary>A limit that the provider counts in windows of that length.</summary>
    public static RateLimit WindowOf(long limit, TimeSpan window, CapacityDimension dimension = CapacityDimension.TokensPerMinute) =>
        RateLimit.Of(dimension, new(limit), new(window, window, AreWindows: true), Clock)!;

    public static RateLimit LimitOf(long limit, TimeSpan? burst = null, CapacityDimension dimension = CapacityDimension.TokensPerMinute) =>
        RateLimit.Of(dimension, new(limit), BurstDefaults.Unknown.Or(burst), Clock)!;
}
