using CapacityRouting.Capacity;
using CapacityRouting.Tests.Tools;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity;

/// <summary>Unless a test says otherwise: ten tokens at once, one more a second.</summary>
public sealed class BookingTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    private readonly ManualTime _time = new();

    private long Now => _time.GetTimestamp();

    [Fact]
    public void TryBook_WithRoomNow_StartsNow()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 60 }, _time);

        Assert.True(quota.TryBook(Quotas.Tokens(10), Now, Now, out Lease lease));

        Assert.Equal(Now, lease.Start);
        Assert.False(lease.HoldsSlot);
    }

    [Fact]
    public void TryBook_OneAfterTheOther_StartInThatOrderAsCapacityFlowsBack()
    {
        Quota quota = Emptied();

        long[] starts = [.. Enumerable.Range(0, 4).Select(_ => Book(quota, 3))];

        Assert.Equal([3, 6, 9, 12], starts.Select(start => (start - Now) / Second));
    }

    [Fact]
    public void TryBook_AnEarlierBookingWaits_NobodyGoesBeforeIt()
    {
        Quota quota = Emptied();
        Book(quota, 10);

        Assert.False(quota.TryLease(Quotas.Tokens(1), Now, out _));
        Assert.Equal(11 * Second, quota.WaitFor(Quotas.Tokens(1), Now));
        Assert.False(quota.TryLease(Quotas.Tokens(1), Now + (10 * Second), out _));
    }

    [Fact]
    public void TryBook_LaterThanTheLatest_TakesNothing()
    {
        Quota quota = Emptied();

        Assert.False(quota.TryBook(Quotas.Tokens(3), Now, Now + (3 * Second) - 1, out Lease lease));

        Assert.Null(lease.Slots);
        Assert.Equal(0, quota.Level(CapacityDimension.TokensPerMinute, Now));
        Assert.True(quota.TryBook(Quotas.Tokens(3), Now, Now + (3 * Second), out _));
    }

    [Fact]
    public void TryBook_SeveralDimensions_StartsWhenAllHaveRoom()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 6, TokensPerMinute = 60 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(5), Now, out _));

        Assert.True(quota.TryBook(Quotas.Tokens(1), Now, Now + (60 * Second), out Lease lease));

        Assert.Equal(Now + (10 * Second), lease.Start);
    }

    [Fact]
    public void Abandoned_ABooking_GivesTheStartToTheNext()
    {
        Quota quota = Emptied();
        Assert.True(quota.TryBook(Quotas.Tokens(4), Now, Now + (60 * Second), out Lease lease));

        lease.Abandoned(Now);

        Assert.Equal(4, (Book(quota, 4) - Now) / Second);
    }

    [Fact]
    public void Abandoned_ABookingThatWaitedForOneDimension_HasGivenAllBackByItsStart()
    {
        Quota quota = Quotas.Of(new() { RequestsPerMinute = 60, TokensPerMinute = 60 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(10), Now, out _));
        Assert.True(quota.TryBook(Quotas.Tokens(5), Now, Now + (60 * Second), out Lease lease));

        lease.Abandoned(Now);

        Assert.Equal(10, quota.Level(CapacityDimension.RequestsPerMinute, lease.Start));
        Assert.Equal(5, quota.Level(CapacityDimension.TokensPerMinute, lease.Start));
    }

    [Fact]
    public void TryEnter_ABookedLease_TakesTheSlotWhenItStarts()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 60, MaxConcurrentRequests = 1 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(10), Now, out Lease running));
        Assert.True(quota.TryBook(Quotas.Tokens(5), Now, Now + (60 * Second), out Lease booked));

        Assert.False(booked.TryEnter());
        running.Used(Quotas.Tokens(10), Now);
        Assert.True(booked.TryEnter());
        Assert.True(booked.TryEnter());
        Assert.Equal(1, quota.Slots.InFlight);

        booked.Used(Quotas.Tokens(5), Now);
        Assert.Equal(0, quota.Slots.InFlight);
    }

    [Fact]
    public void TryBook_AnySequence_StartsInOrderAndNeverOverlaps() =>
        Properties.Check(
            from limit in Properties.AnySize(1L << 40)
            from shares in Gen.Choose(1, 1_500).ArrayOf(20)
            select (limit, shares),
            some =>
            {
                Quota quota = Quotas.Of(new() { TokensPerMinute = some.limit }, _time);
                RateLimit limit = quota.Limits[0];
                List<(long Start, long Units)> booked = [];
                foreach (int share in some.shares)
                {
                    long units = Math.Clamp((long)((Int128)limit.Burst * share / 1_000), 1, limit.Limit);
                    Assert.True(quota.TryBook(Quotas.Tokens(units), Now, Now + (1_000 * limit.WindowTicks), out Lease lease));
                    Assert.True(booked.Count == 0 || lease.Start >= booked[^1].Start, "Who came later starts earlier.");
                    booked.Add((lease.Start, units));
                }

                for (int i = 0; i < booked.Count; i++)
                    AssertRoom(limit, booked[i..]);
            });

    private static void AssertRoom(RateLimit limit, List<(long Start, long Units)> booked)
    {
        Int128 sum = 0;
        foreach ((long start, long units) in booked)
        {
            sum += units;
            Int128 flown = (Int128)(start - booked[0].Start + 1) * limit.Limit;
            Assert.True((sum - Int128.Max(limit.Burst, booked.Max(each => each.Units))) * limit.WindowTicks <= flown, $"{sum} units by {start}.");
        }
    }

    private Quota Emptied()
    {
        Quota quota = Quotas.Of(new() { TokensPerMinute = 60 }, _time);
        Assert.True(quota.TryLease(Quotas.Tokens(10), Now, out _));
        return quota;
    }

    private long Book(Quota quota, long tokens)
    {
        Assert.True(quota.TryBook(Quotas.Tokens(tokens), Now, Now + (600 * Second), out Lease lease));
        return lease.Start;
    }
}
