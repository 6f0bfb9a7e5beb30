namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// What was taken in one part of a window, in one word: the units, and the number of the part, so that no swap can mistake a part for
/// the one that stood in its place before. A word of zero is empty.
/// </summary>
internal readonly record struct WindowSlot(long Word)
{
    /// <summary>The most units it holds: more than any provider lets through, and any debt that is ever paid back.</summary>
    public const long Most = (1L << UnitBits) - 1;

    /// <summary>Numbers farther apart than so many parts are not told apart: they wrap.</summary>
    public const long FarthestParts = 1L << (PartBits - 1);

    private const int PartBits = 20;
    private const int UnitBits = 64 - PartBits;

    public long Units => Word & Most;

    public static WindowSlot Of(long part, long units) => new((part << UnitBits) | units);

    /// <summary>How many parts it lies before this one; below zero when it lies after.</summary>
    public long Age(long part) => (part - (Word >> UnitBits)) << UnitBits >> UnitBits;

    /// <summary>With more units, as of the later of two parts: what is counted longer admits no more.</summary>
    public WindowSlot With(long units, long part) =>
        new((Units == 0 || Age(part) > 0 ? Of(part, 0).Word : Word & ~Most) | Math.Min(Most, Units + units));

    /// <summary>What is left of it after so many rounds through the window, each of which pays so much.</summary>
    public long After(long rounds, long paid) =>
        rounds <= 0 ? Units : paid >= Units ? 0 : Math.Max(0, Units - (rounds * paid));
}
