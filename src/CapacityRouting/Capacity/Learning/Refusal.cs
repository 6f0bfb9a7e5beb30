using CapacityRouting.Abstractions;
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

    /// <summary>What it says of a limit of calls under way; null where it speaks of none.</summary>
    public ConcurrencyFigure? Concurrency { get; init; }

    /// <summary>The units left when the provider refused. Without a figure to compute them from it is one less than was asked for, at most.</summary>
    public double LevelOf(RateLimit limit) =>
        Remaining is { } told ? told
        : Wait is { } wait ? limit.CountOf(Asked) - limit.UnitsIn(wait)
        : limit.CountOf(Asked) - 1;
}
