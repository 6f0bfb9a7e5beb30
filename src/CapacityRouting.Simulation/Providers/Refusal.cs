namespace CapacityRouting.Simulation.Providers;

/// <summary>Why a limit refused a call: the numbers behind a 429.</summary>
/// <param name="Dimension">The limit; null for the calls under way.</param>
/// <param name="Limit">Its units.</param>
/// <param name="Used">Those in use.</param>
/// <param name="Requested">Those asked for.</param>
/// <param name="Wait">When the call would fit; null when it never will, or when that is unknown.</param>
internal sealed record Refusal(CapacityDimension? Dimension, long Limit, long Used, long Requested, TimeSpan? Wait)
{
    /// <summary>Whether the call is larger than the whole limit: no wait helps.</summary>
    public bool CanNeverFit => Dimension is not null && Wait is null;
}
