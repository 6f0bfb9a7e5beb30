namespace CapacityRouting.Simulation.Limiters;

/// <summary>What a provider would tell of one limit at one moment.</summary>
/// <param name="Dimension">What it counts.</param>
/// <param name="Limit">The units of a window.</param>
/// <param name="Remaining">Whole units left, never below zero.</param>
/// <param name="UntilFull">How long until all units are there again.</param>
/// <param name="Utilization">The share in use: 1 is all of it, and more is overshoot.</param>
internal readonly record struct Standing(CapacityDimension Dimension, long Limit, long Remaining, TimeSpan UntilFull, double Utilization);
