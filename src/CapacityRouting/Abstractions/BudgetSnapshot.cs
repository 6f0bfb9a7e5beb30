namespace CapacityRouting;

/// <summary>One budget at one moment, in the currency of the route's prices. Immutable.</summary>
/// <param name="Dimension">A day's or a month's.</param>
/// <param name="Limit">What may be spent in it.</param>
/// <param name="Left">What may still be spent: now, where the budget is paced. Below zero when a call cost more than was left.</param>
/// <param name="ResetsAt">When it begins anew.</param>
public sealed record BudgetSnapshot(CapacityDimension Dimension, decimal Limit, decimal Left, DateTimeOffset ResetsAt)
{
    /// <summary>The shared quota that it belongs to, where the route has limits of its own beside it; null for the route's own.</summary>
    public string? Quota { get; init; }
}
