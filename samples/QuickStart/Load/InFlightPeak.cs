namespace QuickStart.Load;

/// <summary>Most requests that a service saw under way at once, and how many it allows.</summary>
internal sealed record InFlightPeak(int Peak, int? Limit);
