using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Interleavings;

public sealed class QuotaInterleavings
{
    private static readonly CapacityUnits Five = CapacityUnits.OneRequest(5, 0);

    /// <summary>Ten requests, ten input tokens.</summary>
    private static CapacityLimits TenOfEach => new() { RequestsPerMinute = 60, InputTokensPerMinute = 60 };

    [Fact]
    public void TryLease_ALaterDimensionRefuses_TakesFromNone() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(TenOfEach);
        int leased = 0;
        void Take()
        {
            if (quota.TryLease(CapacityUnits.OneRequest(7, 0), 0, out _))
                leased++;
        }

        return new(
            () =>
            {
                Assert.Equal(1, leased);
                Assert.Equal([9, 3], Levels(quota, 0));
                Assert.Equal(1, quota.Slots.InFlight);
            },
            Take,
            Take);
    });

    [Fact]
    public void TryLease_ThreeForTwo_LeasesAtMostTwoAndRollsBackTheRest() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(TenOfEach with { MaxConcurrentRequests = 2 });
        int leased = 0;
        void Take()
        {
            if (quota.TryLease(Five, 0, out _))
                leased++;
            Assert.InRange(quota.Slots.InFlight, 0, 2);
        }

        return new(
            () =>
            {
                Assert.InRange(leased, 1, 2);
                Assert.Equal([10 - leased, 10 - (5 * leased)], Levels(quota, 0));
                Assert.Equal(leased, quota.Slots.InFlight);
            },
            Take,
            Take,
            Take);
    }, preemptions: Extent.IsLong ? 2 : 1);

    [Fact]
    public void TryLease_TwoForOneSlot_TakesTheUnitsOfOne() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(TenOfEach with { MaxConcurrentRequests = 1 });
        bool one = false;
        bool other = false;
        return new(
            () =>
            {
                Assert.True(one ^ other);
                Assert.Equal([9, 5], Levels(quota, 0));
                Assert.Equal(1, quota.Slots.InFlight);
            },
            () => one = quota.TryLease(Five, 0, out _),
            () => other = quota.TryLease(Five, 0, out _));
    }, preemptions: 2);

    [Fact]
    public void Settle_TwoVerdictsRace_OneCounts() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(TenOfEach with { MaxConcurrentRequests = 2 });
        Held held = new();
        Assert.True(quota.TryLease(Five, 0, out held.Lease));
        return new(
            () =>
            {
                double[] levels = Levels(quota, 0);
                Assert.True(levels is [9, 2] or [10, 10], $"Levels are {string.Join(" and ", levels)}.");
                Assert.Equal(0, quota.Slots.InFlight);
            },
            () => held.Lease.Used(CapacityUnits.OneRequest(8, 0), 0),
            () => held.Lease.Abandoned(0));
    }, preemptions: int.MaxValue);

    [Fact]
    public void Attach_FromTwoClients_MakesOneQuota() => Explorer.Explore(() =>
    {
        CapacityQuota shared = new("shared", TenOfEach);
        Quota? one = null;
        Quota? other = null;
        return new(
            () => Assert.Same(one, other),
            () => one = shared.Attach(FrozenTime.Clock, new Jitter(1)),
            () => other = shared.Attach(FrozenTime.Clock, new Jitter(2)));
    }, preemptions: 2);

    [Fact]
    public void Change_WhileTheFirstClientAttaches_IsInForce() => Explorer.Explore(() =>
    {
        CapacityQuota shared = new("shared", TenOfEach);
        Quota? quota = null;
        return new(
            () => Assert.Equal(120, quota!.Limits[0].Limit),
            () => quota = shared.Attach(FrozenTime.Clock, new Jitter(1)),
            () => shared.Change(TenOfEach with { RequestsPerMinute = 120 }, 0));
    }, preemptions: 2);

    [Fact]
    public void Change_TwiceAtOnce_TheLastIsInForce() => Explorer.Explore(() =>
    {
        CapacityQuota shared = new("shared", TenOfEach);
        Quota quota = shared.Attach(FrozenTime.Clock, new Jitter(1));
        return new(
            () => Assert.Equal(shared.Limits.RequestsPerMinute, quota.Limits[0].Limit),
            () => shared.Change(TenOfEach with { RequestsPerMinute = 120 }, 0),
            () => shared.Change(TenOfEach with { RequestsPerMinute = 240 }, 0));
    }, preemptions: 2);

    [Fact]
    public void TryLease_OfTwoPartsForOneSlotOfTheWhole_LeavesNoSlotTaken() => Explorer.Explore(() =>
    {
        Parts parts = new(new() { MaxConcurrentRequests = 1 });
        bool one = false;
        bool other = false;
        return new(
            () =>
            {
                Assert.True(one ^ other);
                Assert.Equal([1, one ? 1 : 0, other ? 1 : 0], new[] { parts.Whole, parts.One, parts.Other }.Select(quota => quota.Slots.InFlight));
            },
            () => one = parts.One.TryLease(Five, 0, out _),
            () => other = parts.Other.TryLease(Five, 0, out _));
    }, preemptions: 2);

    [Fact]
    public void TryLease_OfTwoPartsForTheUnitsOfTheWhole_LeavesNoneTaken() => Explorer.Explore(() =>
    {
        Parts parts = new(TenOfEach);
        CapacityUnits seven = CapacityUnits.OneRequest(7, 0);
        bool one = false;
        bool other = false;
        return new(
            () =>
            {
                Assert.True(one ^ other);
                Assert.Equal([9, 3], Levels(parts.Whole, 0));
                Assert.Equal(one ? [9, 3] : [10, 10], Levels(parts.One, 0));
                Assert.Equal(other ? [9, 3] : [10, 10], Levels(parts.Other, 0));
            },
            () => one = parts.One.TryLease(seven, 0, out _),
            () => other = parts.Other.TryLease(seven, 0, out _));
    }, preemptions: 2);

    [Fact]
    public void Reconfigure_WhileALeaseIsSettled_LosesAtMostThatOne() => Explorer.Explore(() =>
    {
        Quota quota = FrozenTime.Quota(new() { InputTokensPerMinute = 60 });
        Held held = new();
        Assert.True(quota.TryLease(Five, 0, out held.Lease));
        return new(
            () => Assert.InRange(Levels(quota, 0)[0], 5, 20),
            () => quota.Reconfigure(new() { InputTokensPerMinute = 120 }, 0),
            () => held.Lease.Abandoned(0));
    });

    private static double[] Levels(Quota quota, long now) => [.. quota.Limits.Select(limit => quota.Level(limit, now))];

    /// <summary>A whole, and two quotas that are parts of it.</summary>
    private sealed class Parts(CapacityLimits limits)
    {
        public Quota Whole { get; } = FrozenTime.Quota(limits);

        public Quota One => field ??= Part();

        public Quota Other => field ??= Part();

        private Quota Part() => new(TenOfEach with { MaxConcurrentRequests = 5 }, FrozenTime.Clock, new Jitter(1), parent: Whole);
    }

    /// <summary>A lease in the one place where all its holders settle it.</summary>
    private sealed class Held
    {
        public Lease Lease;
    }
}
