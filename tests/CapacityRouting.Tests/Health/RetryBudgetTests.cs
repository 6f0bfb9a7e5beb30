using CapacityRouting.Health;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Health;

public sealed class RetryBudgetTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void TrySpend_NoShare_AllowsTenSecondsWorthAtOnceAndThenTheFloor()
    {
        RetryBudget budget = Of(share: 0, perSecond: 3);

        Assert.Equal(30, SpendAll(budget));
        Advance(2);
        Assert.Equal(6, SpendAll(budget));
        Advance(1_000);
        Assert.Equal(30, SpendAll(budget));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    [InlineData(9, 1)]
    [InlineData(50, 10)]
    public void TrySpend_NoFloor_AllowsTheShareOfTheRequests(int requests, int attempts)
    {
        RetryBudget budget = Of(share: 0.2, perSecond: 0);

        Earn(budget, requests);

        Assert.Equal(attempts, SpendAll(budget));
    }

    [Fact]
    public void TrySpend_BothLeft_SpendsTheFloorFirst()
    {
        RetryBudget budget = Of(share: 1, perSecond: 1);
        Earn(budget, 2);

        // 10 of the floor and 2 that were earned; a second later one more of the floor.
        Assert.Equal(12, SpendAll(budget));
        Advance(1);
        Assert.Equal(1, SpendAll(budget));
    }

    [Fact]
    public void Earn_InQuietTimes_SavesAThousandAtMost()
    {
        RetryBudget budget = Of(share: 0.2, perSecond: 0);

        Earn(budget, 20_000);

        Assert.Equal(1_000, SpendAll(budget));
    }

    [Fact]
    public void TrySpend_NothingAllowed_Refuses()
    {
        RetryBudget budget = Of(share: 0, perSecond: 0);

        Earn(budget, 1_000);

        Assert.False(budget.TrySpend(_time.GetTimestamp()));
    }

    [Fact]
    public async Task TrySpend_ManyThreads_AllowExactlyWhatThereIs()
    {
        RetryBudget budget = Of(share: 1, perSecond: 10);
        Earn(budget, 500);
        int[] spent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SpendAll(budget))));

        Assert.Equal(600, spent.Sum());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failover_WhenTheBudgetIsSpent_GoesToEveryRouteOnce(bool streaming)
    {
        CapacityRoutingOptions options = new() { RetryBudget = new() { Share = 0, PerSecond = 0 } };
        TestClient failing = TestClient.Failing(500);
        using CapacityAwareChatClient client = Make.Router(_time, options, failing, failing, TestClient.Saying("c"));

        ChatResponse served = await client.AskAsync(streaming);

        Assert.Equal("c", served.Text);
        Assert.Equal(["a", "b", "c"], served.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retry_WhenTheBudgetIsSpent_IsNotMade(bool streaming)
    {
        CapacityRoutingOptions options = new() { RetryBudget = new() { Share = 0, PerSecond = 0 } };
        TestClient failing = TestClient.Failing(500);
        using CapacityAwareChatClient client = Make.Router(_time, options, failing, failing);

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.Equal(["a", "b"], refused.Attempts.Select(attempt => attempt.Route));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failover_OfManyMoreThanTheBudgetAllows_LosesNoneThatASecondRouteTakes(bool streaming)
    {
        CapacityRoutingOptions options = new() { RetryBudget = new() { Share = 0, PerSecond = 0 }, CircuitBreaker = new() { MinimumThroughput = 1_000 } };
        using CapacityAwareChatClient client = Make.Router(_time, options, TestClient.Failing(500), TestClient.Saying("b"));

        for (int i = 0; i < 50; i++)
            Assert.Equal("b", (await client.AskAsync(streaming)).Text);
    }

    private static void Earn(RetryBudget budget, int requests)
    {
        for (int i = 0; i < requests; i++)
            budget.Earn();
    }

    private int SpendAll(RetryBudget budget)
    {
        int spent = 0;
        while (spent < 10_000 && budget.TrySpend(_time.GetTimestamp()))
            spent++;
        return spent;
    }

    private void Advance(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private RetryBudget Of(double share, int perSecond) => new(new() { Share = share, PerSecond = perSecond }, new Clock(_time));
}
