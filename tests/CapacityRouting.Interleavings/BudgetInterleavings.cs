using CapacityRouting.Health;
using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Interleavings;

/// <summary>What all requests may spend on further attempts is never overspent.</summary>
public sealed class BudgetInterleavings
{
    [Fact]
    public void TrySpend_TheLastFreeOne_IsSpentOnce() => Explorer.Explore(() =>
    {
        RetryBudget budget = new(new() { PerSecond = 1, Share = 0 }, FrozenTime.Clock);
        for (int i = 0; i < 9; i++)
            Assert.True(budget.TrySpend(0));
        return OneSpends(budget);
    });

    [Fact]
    public void TrySpend_TheLastSavedOne_IsSpentOnce() => Explorer.Explore(() =>
    {
        RetryBudget budget = new(new() { PerSecond = 0, Share = 1 }, FrozenTime.Clock);
        budget.Earn();
        return OneSpends(budget);
    });

    [Fact]
    public void Earn_WhileOthersSpend_BringsNothingBack() => Explorer.Explore(() =>
    {
        RetryBudget budget = new(new() { PerSecond = 0, Share = 0.5 }, FrozenTime.Clock);
        budget.Earn();
        budget.Earn();
        int spent = 0;
        void Spend() => spent += budget.TrySpend(0) ? 1 : 0;
        return new(
            () =>
            {
                Spend();
                Assert.Equal(1, spent);
            },
            budget.Earn,
            Spend);
    });

    private static Scenario OneSpends(RetryBudget budget)
    {
        bool one = false;
        bool other = false;
        return new(() => Assert.True(one ^ other), () => one = budget.TrySpend(0), () => other = budget.TrySpend(0));
    }
}
