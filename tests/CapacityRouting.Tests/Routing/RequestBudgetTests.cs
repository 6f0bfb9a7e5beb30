using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Routing;

public sealed class RequestBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0, 100, 10, 10)]
    [InlineData(5, 100, 10, 15)]
    [InlineData(50, 30, 10, 30)]
    [InlineData(Clock.Never, 2 * Clock.Never, 10, Clock.Never + 10)]
    public void LatestStart_PatienceAndDeadline_IsTheEarlier(long patience, long deadline, long now, long latest) =>
        Assert.Equal(latest, new RequestBudget(patience, deadline, 1).LatestStart(now));

    [Fact]
    public void Waited_SomeOfThePatience_LeavesTheRest()
    {
        RequestBudget budget = new(50, 1_000, 1);

        budget.Waited(20);
        Assert.Equal(130, budget.LatestStart(100));
        budget.Waited(60);
        Assert.Equal(100, budget.LatestStart(100));
    }

    [Fact]
    public void IsSpent_AtTheDeadline_Holds()
    {
        RequestBudget budget = new(0, 100, 5);

        Assert.False(budget.IsSpent(99));
        Assert.True(budget.IsSpent(100));
    }

    [Fact]
    public void IsSpent_AfterTheLastAttempt_Holds()
    {
        RequestBudget budget = new(0, long.MaxValue, 2);

        budget.Failed(Routes.Of(_time, 0));
        Assert.False(budget.IsSpent(0));
        budget.Failed(Routes.Of(_time, 1));
        Assert.True(budget.IsSpent(0));
    }

    [Fact]
    public void HasFailed_EachOfTheMostRoutes_KnowsItsOwn()
    {
        Route[] routes = [.. Enumerable.Range(0, RequestBudget.MostRoutes).Select(index => Routes.Of(_time, index))];
        RequestBudget budget = new(0, long.MaxValue, 100);
        foreach (Route route in routes.Where(route => route.Index % 3 == 0))
            budget.Failed(route);

        Assert.All(routes, route => Assert.Equal(route.Index % 3 == 0, budget.HasFailed(route)));
    }

    [Theory]
    [InlineData(4_000, true)]
    [InlineData(8_000, true)]
    [InlineData(8_001, false)]
    [InlineData(null, false)]
    public void IsTooSmall_AfterAWindowWasTooSmall_TheOnesNoLarger(int? window, bool tooSmall)
    {
        RequestBudget budget = new(0, long.MaxValue, 10);

        budget.Failed(Routes.Of(_time, 0), tooSmall: 8_000);
        budget.Failed(Routes.Of(_time, 1), tooSmall: 6_000);

        Assert.Equal(tooSmall, budget.IsTooSmall(Routes.Of(_time, 2, new() { MaxInputTokens = window })));
    }

    [Fact]
    public void IsTooSmall_AfterAnotherFailure_NoneIs()
    {
        RequestBudget budget = new(0, long.MaxValue, 10);

        budget.Failed(Routes.Of(_time, 0, new() { MaxInputTokens = 8_000 }));

        Assert.False(budget.IsTooSmall(Routes.Of(_time, 1, new() { MaxInputTokens = 4_000 })));
    }

    [Fact]
    public void AfterCommit_AWindowThatWasTooSmall_StaysTooSmall()
    {
        RequestBudget budget = new(0, long.MaxValue, 10);

        budget.Failed(Routes.Of(_time, 0), tooSmall: 8_000);

        Assert.True(budget.AfterCommit(Routes.Of(_time, 1), tooSmall: 0).IsTooSmall(Routes.Of(_time, 2, new() { MaxInputTokens = 8_000 })));
    }
}
