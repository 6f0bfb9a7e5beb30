namespace CapacityRouting.Simulation;

/// <summary>A change of a simulated provider's limits in the middle of a run: another tier, or fewer machines. What is in use stays in use, as a share of the limit.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="At">When the change comes, since the start of the run.</param>
/// <param name="Factor">The limits from then on, as a multiple of the first ones; more than zero.</param>
public sealed record LimitChange(TimeSpan At, double Factor)
{
    /// <summary>The factor at a moment: that of the last change before it, 1 without one.</summary>
    internal static double FactorAt(IReadOnlyList<LimitChange> changes, TimeSpan moment) =>
        changes.Where(change => change.At <= moment).MaxBy(change => change.At)?.Factor ?? 1;

    /// <summary>A limit, so many times as large.</summary>
    internal static ProviderLimit Scaled(ProviderLimit limit, double factor) => limit with { Amount = Math.Max(1, (long)(limit.Amount * factor)) };
}
