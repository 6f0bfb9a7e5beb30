namespace CapacityRouting;

/// <summary>One budget at one moment, in the currency of the route's prices.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Dimension">The period: <see cref="CapacityDimension.CostPerDay"/> or <see cref="CapacityDimension.CostPerMonth"/>.</param>
/// <param name="Limit">The amount that may be spent in the period.</param>
/// <param name="Left">The amount left; of a paced budget, the amount released by now. It is below zero when a call cost more than was left.</param>
/// <param name="ResetsAt">When the next period begins.</param>
public sealed record BudgetSnapshot(CapacityDimension Dimension, decimal Limit, decimal Left, DateTimeOffset ResetsAt)
{
    /// <summary>The shared quota of the budget, where the route also has limits of its own. Null for the route's own budgets.</summary>
    public string? Quota { get; init; }
}
