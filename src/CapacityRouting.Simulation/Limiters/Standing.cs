namespace CapacityRouting.Simulation.Limiters;

/// <summary>A provider's figures of one limit at one moment.</summary>
/// <param name="Dimension">The dimension of the limit.</param>
/// <param name="Limit">The units of a window.</param>
/// <param name="Remaining">Whole units left, never below zero.</param>
/// <param name="UntilFull">The time until all units are available again.</param>
/// <param name="Utilization">The share in use: 1 is all of it, above 1 is overshoot.</param>
internal readonly record struct Standing(CapacityDimension Dimension, long Limit, long Remaining, TimeSpan UntilFull, double Utilization);
