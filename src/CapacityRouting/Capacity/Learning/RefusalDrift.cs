namespace CapacityRouting.Capacity.Learning;

/// <summary>The drift of a bucket from the provider's between two refusals.</summary>
/// <param name="Units">The units by which the bucket was above what the provider had left.</param>
/// <param name="Ticks">The time of the drift: from the end of the first refusal's stated wait to the end of the second's.</param>
/// <param name="Accepted">The rate of accepted calls in between, in units per window; zero where the refusals themselves state what is left.</param>
internal readonly record struct RefusalDrift(double Units, long Ticks, double Accepted);
