using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Capacity;

public sealed class CapacityQuotaTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Constructor_NoName_Throws(string name) => Assert.Throws<ArgumentException>(() => new CapacityQuota(name, new()));

    [Fact]
    public void Constructor_NoLimits_Throws() => Assert.Throws<ArgumentNullException>(() => new CapacityQuota("shared", null!));

    [Fact]
    public void Attach_Twice_IsTheSameQuota()
    {
        CapacityQuota shared = new("shared", new() { TokensPerMinute = 60 });

        Assert.Same(Attach(shared, _time), Attach(shared, _time));
    }

    [Fact]
    public void Attach_WithAnotherClock_NamesTheQuota()
    {
        CapacityQuota shared = new("shared", new());
        Attach(shared, _time);

        Assert.Contains("'shared'", Assert.Throws<ArgumentException>(() => Attach(shared, new FakeTimeProvider())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_BeforeAnybodyAttached_HoldsForTheFirst()
    {
        CapacityQuota shared = new("shared", new() { TokensPerMinute = 60 });

        shared.Change(new() { TokensPerMinute = 600 }, _time.GetTimestamp());

        Assert.Equal(600, Attach(shared, _time).Limits[0].Limit);
        Assert.Equal(600, shared.Limits.TokensPerMinute);
    }

    [Fact]
    public void Change_WhileInUse_KeepsTheLevel()
    {
        CapacityQuota shared = new("shared", new() { TokensPerMinute = 60 });
        Quota quota = Attach(shared, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(7), _time.GetTimestamp(), out _));

        shared.Change(new() { TokensPerMinute = 600 }, _time.GetTimestamp());

        Assert.Equal(3, quota.Level(CapacityDimension.TokensPerMinute, _time.GetTimestamp()), 4);
    }

    private static Quota Attach(CapacityQuota shared, TimeProvider time) => shared.Attach(new Clock(time), new Jitter(1));
}
