using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Capacity.Learning;

/// <summary>The statements of a refusal about a quota's limits. What it did not state is null.</summary>
/// <param name="Asked">The units that the refused call would have taken.</param>
/// <param name="StartedAt">When it was sent.</param>
internal sealed record Refusal(CapacityUnits Asked, long StartedAt)
{
    /// <summary>The limit that it met.</summary>
    public CapacityDimension? Dimension { get; init; }

    /// <summary>The units left of that limit.</summary>
    public long? Remaining { get; init; }

    /// <summary>Ticks until the call would have been admitted.</summary>
    public long? Wait { get; init; }

    /// <summary>Whether it states which limit it met, or what is left. Any other refusal may come from a neighbor's burst, from calls under way or from a busy model, and measures no rate.</summary>
    public bool IsOfALimit => Dimension is not null || Remaining is not null;

    /// <summary>The wait that the level is computed from; zero where what is left was stated.</summary>
    public long StatedWait => Remaining is null ? Wait ?? 0 : 0;

    /// <summary>The units left when the provider refused; null when it gave no figure to compute them from.</summary>
    public double? LevelOf(RateLimit limit) =>
        Remaining is { } told ? told
        : Wait is { } wait ? limit.CountOf(Asked) - limit.UnitsIn(wait)
        : null;
}
