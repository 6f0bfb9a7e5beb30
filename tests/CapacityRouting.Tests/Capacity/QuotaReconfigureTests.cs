using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

public sealed class QuotaReconfigureTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    private readonly ManualTime _time = new();

    private long Now => _time.GetTimestamp();

    [Fact]
    public void Reconfigure_ALimitRises_KeepsTheLevelInUnits()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 600 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(70), Now, out _));

        quota.Reconfigure(new() { TokensPerMinute = 6_000 }, Now);

        Assert.Equal(30, quota.Level(CapacityDimension.TokensPerMinute, Now), 3);
        Assert.Equal(130, quota.Level(CapacityDimension.TokensPerMinute, Now + Second), 3);
    }

    [Fact]
    public void Reconfigure_ALimitFallsBelowTheLevel_IsFull()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 600 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(30), Now, out _));

        quota.Reconfigure(new() { TokensPerMinute = 60 }, Now);

        Assert.Equal(10, quota.Level(CapacityDimension.TokensPerMinute, Now));
    }

    [Fact]
    public void Reconfigure_InDebt_KeepsTheDebt()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 600 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(10), Now, out Lease lease));
        lease.Used(Quotas.Tokens(250), Now);

        quota.Reconfigure(new() { TokensPerMinute = 300 }, Now);

        Assert.Equal(-150, quota.Level(CapacityDimension.TokensPerMinute, Now), 3);
    }

    [Fact]
    public void Reconfigure_WithCallsUnderWay_SettlesThemInUnits()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 600 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(70), Now, out Lease lease));

        quota.Reconfigure(new() { TokensPerMinute = 6_000 }, Now);
        lease.Used(Quotas.Tokens(20), Now);

        Assert.Equal(80, quota.Level(CapacityDimension.TokensPerMinute, Now), 3);
    }

    [Fact]
    public void Reconfigure_ANewDimension_StartsFull()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 60 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(1), Now, out _));

        quota.Reconfigure(new() { RequestsPerMinute = 60, TokensPerMinute = 600 }, Now);

        Assert.Equal([9, 100], quota.Limits.Select(limit => quota.Level(limit, Now)));
    }

    [Fact]
    public void Reconfigure_ANewDimension_TakesNoRefundsOfCallsThatNeverTookOfIt()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 60 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(1_000), Now, out Lease before));
        _time.Advance(TimeSpan.FromSeconds(1));

        quota.Reconfigure(new() { RequestsPerMinute = 60, TokensPerMinute = 600 }, Now);
        Assert.True(quota.TryLease(Quotas.Tokens(100), Now, out _));
        before.Used(Quotas.Tokens(0), Now);

        Assert.Equal(0, quota.Level(CapacityDimension.TokensPerMinute, Now));
    }

    [Fact]
    public void Reconfigure_TheSameAgain_ChangesNothing()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 600 }, _time);
        RateLimit[] limits = quota.Limits;

        quota.Reconfigure(new() { TokensPerMinute = 600 }, Now);

        Assert.Same(limits, quota.Limits);
    }

    [Fact]
    public void Reconfigure_WithoutADimension_NoLongerCountsIt()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 60, TokensPerMinute = 6 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(1), Now, out Lease lease));

        quota.Reconfigure(new() { RequestsPerMinute = 60 }, Now);
        lease.Used(Quotas.Tokens(1_000_000), Now);

        Assert.Equal(0, quota.WaitFor(Quotas.Tokens(1_000_000), Now));
    }

    [Fact]
    public void Reconfigure_FewerSlotsThanCallsUnderWay_LetsThemEnd()
    {
        Quota quota = Quotas.Of(new() { MaxConcurrentRequests = 2 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(1), Now, out Lease one));
        Assert.True(quota.TryLease(Quotas.Tokens(1), Now, out Lease other));

        quota.Reconfigure(new() { MaxConcurrentRequests = 1 }, Now);
        one.Abandoned(Now);

        Assert.False(quota.TryLease(Quotas.Tokens(1), Now, out _));
        other.Abandoned(Now);
        Assert.True(quota.TryLease(Quotas.Tokens(1), Now, out _));
    }
}
