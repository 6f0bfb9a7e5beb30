using System.Runtime.CompilerServices;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>The state of a quota's buckets when an attempt started, right after its own lease.</summary>
internal sealed class QuotaMark(long at)
{
    private Marks _marks;

    public long At => at;

    public BucketMark this[CapacityDimension dimension]
    {
        get => _marks[(int)dimension];
        set => _marks[(int)dimension] = value;
    }

    [InlineArray(QuotaWords.Dimensions)]
    private struct Marks
    {
        private BucketMark _first;
    }
}
