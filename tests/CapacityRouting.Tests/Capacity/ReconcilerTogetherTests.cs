using static CapacityRouting.Tests.Capacity.LearningQuota;

namespace CapacityRouting.Tests.Capacity;

/// <summary>Corrections beside other calls under way and their refunds. A bucket holds a minute of 6,000 tokens.</summary>
public sealed class ReconcilerTogetherTests
{
    private static LearningQuota Mirror => new(new() { TokensPerMinute = 6_000, Burst = TimeSpan.FromMinutes(1) });

    [Fact]
    public void Learn_SeveralUnderWay_CorrectOneErrorOnce()
    {
        // The provider has 3,000 less than we think; five calls of 100 are told so, one after the other.
        LearningQuota quota = Mirror;
        Call[] calls = [.. Enumerable.Range(0, 5).Select(_ => quota.Begin(100))];

        for (int i = 0; i < 5; i++)
            calls[i].Learn(remaining: 3_000 - (100 * (i + 1)), limit: 6_000);

        Assert.Equal(2_500, quota.Level());
    }

    [Fact]
    public void Learn_AfterACorrectionUpward_AnOlderAnswerDoesNotHideWhatWasTakenSince()
    {
        LearningQuota quota = Mirror;
        quota.Begin(3_000);
        Call first = quota.Begin(100);
        Call second = quota.Begin(100);
        first.Learn(remaining: 5_900, limit: 6_000);
        Assert.Equal(5_800, quota.Level());
        quota.Begin(2_000);

        second.Learn(remaining: 5_800, limit: 6_000);

        Assert.Equal(3_800, quota.Level());
    }

    [Fact]
    public void Learn_AnOlderAnswerThatSaysLess_LowersStill()
    {
        LearningQuota quota = Mirror;
        Call first = quota.Begin(100);
        Call second = quota.Begin(100);
        first.Learn(remaining: 5_000, limit: 6_000);

        second.Learn(remaining: 10, limit: 6_000);

        Assert.Equal(10, quota.Level());
    }

    [Fact]
    public void Learn_RaisedByWhatAnOlderCallDidNotUse_KeepsItsRefundBack()
    {
        LearningQuota quota = Mirror;
        Call older = quota.Begin(2_000);
        Call call = quota.Begin(1_000);
        call.Learn(remaining: 4_900, limit: 6_000);

        older.Used(100);

        Assert.Equal(4_900, quota.Level());
    }

    [Fact]
    public void Learn_Raised_RefundsCallsThatStartLater()
    {
        LearningQuota quota = Mirror;
        quota.Begin(2_000).Learn(remaining: 5_900, limit: 6_000);
        quota.Wait(1);
        Call later = quota.Begin(1_000);

        later.Used(400);

        Assert.Equal(5_600, quota.Level());
    }

    [Fact]
    public void Learn_LoweredFromFull_KeepsOlderRefundsBack()
    {
        LearningQuota quota = Mirror;
        Call older = quota.Begin(1_000);
        quota.Wait(60);
        quota.Learn(new(Tokens, 6_000, 2_000, IsWhole: true));

        older.Used(0);

        Assert.Equal(2_000, quota.Level());
    }

    [Fact]
    public void Learn_LoweredWhileInUse_GrantsRefundsUpToTheBurst()
    {
        LearningQuota quota = Mirror;
        Call older = quota.Begin(5_000);
        quota.Begin(100).Learn(remaining: 500, limit: 6_000);

        older.Used(0);
        Assert.Equal(5_500, quota.Level());
        quota.Wait(3_600);
        Assert.Equal(6_000, quota.Level());
    }

    [Fact]
    public void Learn_OfARefusalAfterItsLeaseIsSettled_IsWhatIsLeft()
    {
        LearningQuota quota = Mirror;
        Call call = quota.Begin(1_000);
        call.Used(0);

        call.Learn(remaining: 300, limit: 6_000);

        Assert.Equal(300, quota.Level());
    }
}
