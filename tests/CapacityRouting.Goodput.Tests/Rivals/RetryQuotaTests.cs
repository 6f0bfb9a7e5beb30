using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class RetryQuotaTests
{
    private readonly RetryQuota _quota = new();

    [Fact]
    public void TryTake_FiveHundredAtFiveEach_AreAHundredRetries() => Assert.Equal(100, TakeAll());

    [Fact]
    public void Return_FiveCallsWithoutARetry_PayForOne()
    {
        TakeAll();
        for (int i = 0; i < 5; i++)
            _quota.Return(RetryQuota.NoRetryGain);
        Assert.Equal(1, TakeAll());
    }

    [Fact]
    public void Return_MoreThanWasTaken_IsNotKept()
    {
        _quota.Return(RetryQuota.RetryCost);
        Assert.Equal(100, TakeAll());
    }

    private int TakeAll()
    {
        int taken = 0;
        while (_quota.TryTake())
            taken++;
        return taken;
    }
}
