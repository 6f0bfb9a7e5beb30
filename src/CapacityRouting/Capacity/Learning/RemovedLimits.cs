using CapacityRouting.Capacity.Buckets;

namespace CapacityRouting.Capacity.Learning;

/// <summary>The last limit of each dimension. A limit that is removed and set again goes on from its level: one bad edit of the settings must not forget the use of a day.</summary>
/// <remarks>Not thread-safe: used under the lock of <see cref="QuotaLimits"/>.</remarks>
internal sealed class RemovedLimits(QuotaWords words)
{
    private readonly RateLimit?[] _last = new RateLimit?[QuotaWords.Dimensions];

    /// <summary>The last limit of the dimension; null where there was none.</summary>
    public RateLimit? Find(CapacityDimension dimension) => _last[(int)dimension];

    public void Keep(RateLimit[] limits)
    {
        foreach (RateLimit limit in limits)
            _last[(int)limit.Dimension] = limit;
    }

    /// <summary>The limits in force, and the removed ones.</summary>
    public RateLimit[] With(RateLimit[] inForce) => [.. _last.Select((last, dimension) => RateLimit.Find(inForce, (CapacityDimension)dimension) ?? last).OfType<RateLimit>()];

    /// <summary>Goes on from the level of the removed limit. Calls that began meanwhile took nothing here, so they give nothing back.</summary>
    /// <returns>Whether some of its use still counts.</returns>
    public bool Resume(RateLimit limit, long now)
    {
        if (Find(limit.Dimension) is not { } before)
            return false;
        if (limit.SharesWindow(before))
            return true;
        double level = limit.LevelAfter(before, words.BucketOf(before).Level(now));
        if (level >= limit.Burst)
            return false;
        words.BucketOf(limit).Begin(level, now);
        return true;
    }
}
