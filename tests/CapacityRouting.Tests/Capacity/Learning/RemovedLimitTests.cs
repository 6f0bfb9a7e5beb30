using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Capacity.Learning;

/// <summary>A limit that one change of the settings removes and a later one sets again goes on from its level.</summary>
public sealed class RemovedLimitTests
{
    private static readonly CapacityLimits All = new()
    {
        RequestsPerMinute = 600,
        TokensPerMinute = 60_000,
        InputTokensPerMinute = 60_000,
        OutputTokensPerMinute = 60_000,
        RequestsPerHour = 600,
        TokensPerHour = 60_000,
        RequestsPerDay = 600,
        TokensPerDay = 60_000,
        RequestsPerMonth = 600,
        TokensPerMonth = 60_000,
        CostPerDay = 60,
        CostPerMonth = 60,
    };

    private readonly ManualTime _time = new();

    private long Now => _time.GetTimestamp();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reconfigure_ALimitThatIsSetAgain_KeepsItsLevel(bool isShared)
    {
        CapacityQuota shared = new("team", All);
        Quota quota = isShared ? shared.Attach(new Clock(_time), new Jitter(1)) : new(All, new Clock(_time), new Jitter(1));
        Assert.True(quota.TryLease(CapacityUnits.OneRequest(100, 50) with { Cost = 3_000_000_000 }, Now, out _));
        double[] before = Levels(quota);

        Change(new());
        Change(All);

        Assert.Equal(before, Levels(quota));

        void Change(CapacityLimits limits)
        {
            if (isShared)
                shared.Change(limits, Now);
            else
                quota.Reconfigure(limits, Now);
        }
    }

    [Fact]
    public void Reconfigure_ALimitThatIsSetAgainLater_HasWhatHasFlowedBackAndANewPeriod()
    {
        Quota quota = new(All, new Clock(_time), new Jitter(1));
        Assert.True(quota.TryLease(CapacityUnits.OneRequest(100, 50) with { Cost = 3_000_000_000 }, Now, out _));
        quota.Reconfigure(new(), Now);
        _time.Advance(TimeSpan.FromDays(1));

        quota.Reconfigure(All, Now);

        Assert.Equal((600, 599), (quota.Level(CapacityDimension.RequestsPerDay, Now), quota.Level(CapacityDimension.RequestsPerMonth, Now)));
        Assert.Equal((60, 57), (quota.Level(CapacityDimension.CostPerDay, Now) / 1e9, quota.Level(CapacityDimension.CostPerMonth, Now) / 1e9));
    }

    /// <summary>A call that began while there was no limit has nothing to give back to it.</summary>
    [Fact]
    public void Settle_OfACallFromMeanwhile_GivesNothingBack()
    {
        Quota quota = new(All, new Clock(_time), new Jitter(1));
        Assert.True(quota.TryLease(CapacityUnits.OneRequest(100, 50), Now, out _));
        quota.Reconfigure(new(), Now);
        long start = Now;
        Assert.True(quota.TryLease(CapacityUnits.OneRequest(100, 50), start, out Lease meanwhile));
        quota.Reconfigure(All, Now);

        meanwhile.Abandoned(Now);

        Assert.Equal(599, quota.Level(CapacityDimension.RequestsPerMonth, Now));
    }

    [Fact]
    public void Reconfigure_ALimitThatIsNew_StartsFull()
    {
        Quota quota = new(new() { RequestsPerMonth = 600 }, new Clock(_time), new Jitter(1));
        Assert.True(quota.TryLease(CapacityUnits.OneRequest(100, 50), Now, out _));

        quota.Reconfigure(new() { RequestsPerDay = 600 }, Now);

        Assert.Equal(600, quota.Level(CapacityDimension.RequestsPerDay, Now));
    }

    private double[] Levels(Quota quota) => [.. quota.Limits.Select(limit => Math.Round(quota.Level(limit, Now), 3))];
}
