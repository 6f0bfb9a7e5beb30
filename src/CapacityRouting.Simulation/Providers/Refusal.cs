namespace CapacityRouting.Simulation.Providers;

/// <summary>A limit's refusal of a call: the numbers behind a 429.</summary>
/// <param name="Dimension">The limit. Null for the calls under way.</param>
/// <param name="Limit">The units of the limit.</param>
/// <param name="Used">The units in use.</param>
/// <param name="Requested">The units asked for.</param>
/// <param name="Wait">The time until the call would fit. Null when it never will, or when the time is not known.</param>
internal sealed record Refusal(CapacityDimension? Dimension, long Limit, long Used, long Requested, TimeSpan? Wait)
{
    /// <summary>Whether the call is larger than the whole limit: no wait helps.</summary>
    public bool CanNeverFit => Dimension is not null && Wait is null;
}
