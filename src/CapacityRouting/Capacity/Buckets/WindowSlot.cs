namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// The units taken in one part of a window, and the number of the part, in one word. With the number in the word, no swap can mistake a part for
/// an earlier one in the same place (the ABA problem). A word of zero is empty.
/// </summary>
internal readonly record struct WindowSlot(long Word)
{
    /// <summary>The most units that a slot holds: more than any provider lets through, and more than any debt that is ever paid back.</summary>
    public const long Most = (1L << UnitBits) - 1;

    /// <summary>Part numbers farther apart than this cannot be told apart: they wrap.</summary>
    public const long FarthestParts = 1L << (PartBits - 1);

    private const int PartBits = 20;
    private const int UnitBits = 64 - PartBits;

    public long Units => Word & Most;

    public static WindowSlot Of(long part, long units) => new((part << UnitBits) | units);

    /// <summary>How many parts the slot lies before this one; below zero when it lies after.</summary>
    public long Age(long part) => (part - (Word >> UnitBits)) << UnitBits >> UnitBits;

    /// <summary>The slot with more units, as of the later of two parts: a longer count admits no more.</summary>
    public WindowSlot With(long units, long part) =>
        new((Units == 0 || Age(part) > 0 ? Of(part, 0).Word : Word & ~Most) | Math.Min(Most, Units + units));

    /// <summary>The units left after so many rounds through the window, each of which pays off so much.</summary>
    public long After(long rounds, long paid) =>
        rounds <= 0 ? Units : paid >= Units ? 0 : Math.Max(0, Units - (rounds * paid));
}
