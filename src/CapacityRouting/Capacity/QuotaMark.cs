using System.Runtime.CompilerServices;

namespace CapacityRouting.Capacity;

/// <summary>Where the buckets of a quota stood when an attempt started, right after its own lease. The default one is too old to say anything.</summary>
internal struct QuotaMark(long at)
{
    private Marks _marks;

    public readonly long At => at;

    public BucketMark this[CapacityDimension dimension]
    {
        readonly get => _marks[(int)dimension];
        set => _marks[(int)dimension] = value;
    }

    [InlineArray(QuotaWords.Dimensions)]
    private struct Marks
    {
        private BucketMark _first;
    }
}
