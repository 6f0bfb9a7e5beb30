namespace CapacityRouting.Capacity.Buckets;

/// <summary>Where a bucket stood, to read off against it what was taken since; void when its turn is no longer the bucket's.</summary>
internal readonly record struct BucketMark(long Arrival, long Turn)
{
    /// <summary>One that says nothing: no bucket ever has its turn.</summary>
    public static BucketMark Void { get; } = new(0, Turn: -1);

    /// <summary>Twice the corrections up to then, whatever else has changed. Where they differ from those of an earlier mark, the level is no longer what was taken and given back since.</summary>
    public uint Corrections => (uint)Turn;
}
