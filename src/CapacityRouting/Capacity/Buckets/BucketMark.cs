namespace CapacityRouting.Capacity.Buckets;

/// <summary>The state of a bucket at one time. Against it the reconciler measures what was taken since. Void when its turn is no longer the bucket's.</summary>
internal readonly record struct BucketMark(long Arrival, long Turn)
{
    /// <summary>A void mark: no bucket ever has its turn.</summary>
    public static BucketMark Void { get; } = new(0, Turn: -1);

    /// <summary>Twice the number of corrections up to the mark. If it differs from that of an earlier mark, takes and refunds alone do not explain the level.</summary>
    public uint Corrections => (uint)Turn;
}
