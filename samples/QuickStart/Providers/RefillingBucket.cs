namespace QuickStart.Providers;

/// <summary>
/// A token bucket as the real services run it: it holds the whole limit and refills continuously.
/// Not thread-safe; the <see cref="ProviderGate"/> holds the lock.
/// </summary>
internal sealed class RefillingBucket(Dimension dimension, long perMinute, TimeProvider time)
{
    private double _level = perMinute;
    private long _refilledAt = time.GetTimestamp();

    public Dimension Dimension => dimension;

    public long Limit => perMinute;

    public double Level
    {
        get
        {
            var now = time.GetTimestamp();
            var refill = time.GetElapsedTime(_refilledAt, now).TotalMinutes * perMinute;
            _refilledAt = now;
            return _level = Math.Min(perMinute, _level + refill);
        }
    }

    /// <summary>Takes units that were already promised or generated, so the level may fall below zero.</summary>
    public void Take(long units) => _level = Level - units;

    public TimeSpan Until(double level) => TimeSpan.FromMinutes(Math.Max(0, level - Level) / perMinute);

    public BucketLevel Read() => new(dimension, perMinute, (long)Math.Max(0, Level), Until(perMinute));
}
