namespace CapacityRouting.Abstractions;

/// <summary>What a refusal says of a limit of calls under way.</summary>
/// <param name="Limit">The calls that may be under way; null where the refusal gives no figure.</param>
internal readonly record struct ConcurrencyFigure(int? Limit)
{
    /// <summary>The limit that follows: the stated one, or else the calls that are under way beside the refused one. At least 1.</summary>
    public int LimitFor(int underWay) => Math.Max(1, Limit ?? underWay);
}
