using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Capacity.Learning;

/// <summary>What a refusal said of a quota's limits. What it did not say is null.</summary>
/// <param name="Asked">What the refused call would have taken.</param>
/// <param name="StartedAt">When it was sent.</param>
internal sealed record Refusal(CapacityUnits Asked, long StartedAt)
{
    /// <summary>Which limit it met.</summary>
    public CapacityDimension? Dimension { get; init; }

    /// <summary>The units that limit has left.</summary>
    public long? Remaining { get; init; }

    /// <summary>Ticks until the call would have been let through.</summary>
    public long? Wait { get; init; }

    /// <summary>Whether it says which limit it met, or how that stands. Any other may come from a neighbour's burst, from calls under way or from a busy model, and measures no rate.</summary>
    public bool IsOfALimit => Dimension is not null || Remaining is not null;

    /// <summary>The wait that a level is reckoned from; none where what is left was told.</summary>
    public long StatedWait => Remaining is null ? Wait ?? 0 : 0;

    /// <summary>The units left when the provider refused; null when it gave no figure to reckon with.</summary>
    public double? LevelOf(RateLimit limit) =>
        Remaining is { } told ? told
        : Wait is { } wait ? limit.CountOf(Asked) - limit.UnitsIn(wait)
        : null;
}
