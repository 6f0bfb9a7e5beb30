namespace CapacityRouting.Capacity.Learning;

/// <summary>How far a bucket has drifted from the provider's between two refusals.</summary>
/// <param name="Units">By how many units it stood above what the provider had left.</param>
/// <param name="Ticks">The time in which it drifted: from the end of the first refusal's stated wait to the end of the second's.</param>
/// <param name="Accepted">The units in a window at which calls were accepted in between; zero where the refusals themselves tell what is left.</param>
internal readonly record struct RefusalDrift(double Units, long Ticks, double Accepted);
