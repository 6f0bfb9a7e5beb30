using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Capacity.Persistence;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Capacity.Persistence;

/// <summary>How what was used before comes to be counted, whenever it and the limits come.</summary>
public sealed class LongTermUsageTests
{
    private const CapacityDimension Day = CapacityDimension.RequestsPerDay;
    private const CapacityDimension Month = CapacityDimension.RequestsPerMonth;

    private readonly ManualTime _time = new();
    private readonly Quota _quota;

    public LongTermUsageTests() => _quota = new(new() { RequestsPerDay = 240, RequestsPerMonth = 100 }, new Clock(_time), new Jitter(1), Whole);

    private static BurstDefaults Whole => new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1), AreWindows: false);

    private long Now => _time.GetTimestamp();

    [Fact]
    public void Resume_AfterCalls_AddsToThemOnce()
    {
        LongTermUsage usage = Usage();
        Take(3);

        Resume(usage, Used(Day, 200), Used(Month, 70));
        Take(1);
        Resume(usage, Used(Day, 200), Used(Month, 70));

        Assert.Equal([36, 26], Levels());
    }

    [Fact]
    public void Resume_SeveralOfOneLimit_CountsTheHighest()
    {
        Resume(Usage(), Used(Month, 20), Used(Month, 70), Used(Month, 30));

        Assert.Equal([240, 30], Levels());
    }

    [Fact]
    public void Resume_LaterInTheDay_CountsWhatHasNotFlowedBack()
    {
        LongTermUsage usage = Usage();
        QuotaUsage[] loaded = [Used(Day, 100), Used(Month, 70)];
        _time.Advance(TimeSpan.FromHours(1));
        Take(5);

        Resume(usage, loaded);

        Assert.Equal([145, 25], Levels());
    }

    [Fact]
    public void Resume_InAnotherMonth_CountsWhatIsOfThisOne()
    {
        LongTermUsage usage = Usage();
        QuotaUsage[] loaded = [Used(Month, 70)];
        Take(3);
        _time.Advance(TimeSpan.FromDays(31));
        Take(4);

        Resume(usage, loaded);

        Assert.Equal(96, Levels()[1]);
    }

    [Fact]
    public void Resume_OfALimitThatCameSince_AddsToItsOwnUse()
    {
        LongTermUsage usage = Usage();
        Resume(usage, Used(CapacityDimension.TokensPerMonth, 600));
        _quota.Reconfigure(new() { RequestsPerDay = 240, RequestsPerMonth = 100, TokensPerMonth = 1_000 }, Now);
        Assert.True(_quota.TryLease(CapacityUnits.OneRequest(50, 0), Now, out _));

        Resume(usage, Used(CapacityDimension.TokensPerMonth, 600));
        Resume(usage, Used(CapacityDimension.TokensPerMonth, 600));

        Assert.Equal(350, _quota.Level(CapacityDimension.TokensPerMonth, Now));
    }

    [Fact]
    public void Resume_OfALimitThatWasGoneForAWhile_CountsOnce()
    {
        LongTermUsage usage = Usage();
        Resume(usage, Used(Month, 70));
        _quota.Reconfigure(new() { RequestsPerDay = 240 }, Now);
        Resume(usage, Used(Month, 70));
        _quota.Reconfigure(new() { RequestsPerDay = 240, RequestsPerMonth = 100 }, Now);

        Resume(usage, Used(Month, 70));

        Assert.Equal([240, 30], Levels());
    }

    [Fact]
    public void Resume_AfterALimitChanged_AddsUnits()
    {
        LongTermUsage usage = Usage();
        Take(3);
        _quota.Reconfigure(new() { RequestsPerDay = 480, RequestsPerMonth = 200 }, Now);

        Resume(usage, Used(Day, 100), Used(Month, 70));

        // A day's level is kept in units as its limit changes, and a month's use is.
        Assert.Equal([137, 127], Levels());
    }

    /// <summary>The provider's count has what was used before and what was used since.</summary>
    [Theory]
    [InlineData(40, 40)]
    [InlineData(20, 20)]
    public void Resume_AfterTheProviderSaidWhatIsLeft_AddsNothingToThat(long left, double level)
    {
        LongTermUsage usage = Usage();
        Take(3);
        QuotaMark mark = _quota.Mark(Now);
        _quota.Learn([new(Day, 240, left, IsWhole: true)], mark, HeaderLimitUse.Follow, Now);

        Resume(usage, Used(Day, 200));

        Assert.Equal(level, Levels()[0]);
    }

    [Fact]
    public void Resume_AfterTheProviderSaidMoreIsLeftThanWasThen_LowersToThat()
    {
        LongTermUsage usage = Usage();
        _quota.Learn([new(Day, 240, 230, IsWhole: true)], _quota.Mark(Now), HeaderLimitUse.Follow, Now);

        Resume(usage, Used(Day, 200));

        Assert.Equal(40, Levels()[0]);
    }

    [Fact]
    public void Resume_OfALimitThatBeganWithWhatIsLeft_AddsNothingToThat()
    {
        LongTermUsage usage = Usage();
        Take(1);
        _quota.Learn([new(CapacityDimension.TokensPerDay, 10_000, 1_000, IsWhole: true)], _quota.Mark(Now), HeaderLimitUse.Follow, Now);

        Resume(usage, Used(CapacityDimension.TokensPerDay, 8_000));

        Assert.Equal(1_000, _quota.Level(CapacityDimension.TokensPerDay, Now));
    }

    /// <summary>A call that began before must not have the loaded use taken for what others took meanwhile.</summary>
    [Fact]
    public void Learn_FromACallThatBeganBeforeTheLoadEnded_TakesNothingForTheUseOfOthers()
    {
        LongTermUsage usage = Usage();
        Take(1);
        QuotaMark mark = _quota.Mark(Now);
        Resume(usage, Used(Day, 100));

        _quota.Learn([new(Day, 240, 139, IsWhole: true)], mark, HeaderLimitUse.Follow, Now);

        Assert.Equal(139, Levels()[0]);
    }

    [Fact]
    public void Resume_OfWhatTheQuotaHadAlready_AddsNothing()
    {
        Take(70);
        LongTermUsage usage = Usage();
        Take(3);

        Resume(usage, Used(Day, 70), Used(Month, 75));

        Assert.Equal([167, 22], Levels());
    }

    [Fact]
    public void Fingerprint_AfterResuming_IsTheSameUntilSomethingIsTaken()
    {
        LongTermUsage usage = Usage();
        Take(3);
        long[] before = [.. usage.Fingerprint(Now)];

        Resume(usage, Used(Day, 200), Used(Month, 70));
        Assert.Equal(before, usage.Fingerprint(Now));

        Take(1);
        Assert.NotEqual(before, usage.Fingerprint(Now));
    }

    /// <summary>A refund of a call from before the load: what had flowed back by then is not had twice.</summary>
    [Fact]
    public void Resume_OfABucketThatWasFull_GrantsNoRefundTwice()
    {
        LongTermUsage usage = Usage();
        long start = Now;
        Assert.True(_quota.TryLease(CapacityUnits.RequestOnly, start, out _));
        _time.Advance(TimeSpan.FromHours(1));
        Resume(usage, Used(Day, 100));

        _quota.Settle(CapacityUnits.RequestOnly, CapacityUnits.None, start, Now);

        Assert.Equal(140, Levels()[0]);
    }

    [Fact]
    public void Resume_WhileOthersTake_LosesNothing()
    {
        LongTermUsage usage = Usage();
        using Barrier start = new(3);
        Thread[] takers = [.. Enumerable.Range(0, 2).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            Take(10);
        }))];
        Array.ForEach(takers, taker => taker.Start());
        start.SignalAndWait();

        Resume(usage, Used(Day, 200), Used(Month, 70));
        Array.ForEach(takers, taker => taker.Join());

        Assert.Equal([20, 10], Levels());
    }

    /// <summary>Routers that share a quota load the same of it, each from its own source.</summary>
    [Fact]
    public void Resume_ByTwoAtOnce_AddsOnce()
    {
        for (int round = 0; round < 500; round++)
        {
            Quota quota = new(new() { RequestsPerMonth = 100 }, new Clock(_time), new Jitter(1), Whole);
            LongTermUsage[] usages = [.. Enumerable.Range(0, 2).Select(_ => new LongTermUsage("Routes:a", quota, _time.GetUtcNow(), Now))];
            using Barrier start = new(2);
            AlignedThreads(usages, usage =>
            {
                start.SignalAndWait();
                Resume(usage, Used(Month, 70));
            });

            Assert.Equal(30, Math.Round(quota.Level(Month, Now), 6));
        }
    }

    private static void AlignedThreads(LongTermUsage[] usages, Action<LongTermUsage> action)
    {
        Thread[] threads = [.. usages.Select(usage => new Thread(() => action(usage)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
    }

    private LongTermUsage Usage() => new("Routes:a", _quota, _time.GetUtcNow(), Now);

    private void Resume(LongTermUsage usage, params QuotaUsage[] loaded) => usage.Resume(loaded, _time.GetUtcNow(), Now);

    private QuotaUsage Used(CapacityDimension dimension, decimal amount) => new("Routes:a", dimension, amount, _time.GetUtcNow());

    private void Take(int requests)
    {
        for (int request = 0; request < requests; request++)
            Assert.True(_quota.TryLease(CapacityUnits.RequestOnly, Now, out _));
    }

    private double[] Levels() => [.. new[] { Day, Month }.Select(dimension => Math.Round(_quota.Level(dimension, Now), 6))];
}
