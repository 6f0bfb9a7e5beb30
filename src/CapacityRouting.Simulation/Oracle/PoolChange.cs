namespace CapacityRouting.Simulation.Oracle;

/// <summary>A pool's size and rate from a time on.</summary>
/// <param name="At">The time.</param>
/// <param name="Held">Units in a full bucket, patience included.</param>
/// <param name="Rate">Units a second.</param>
internal readonly record struct PoolChange(TimeSpan At, double Held, double Rate);
