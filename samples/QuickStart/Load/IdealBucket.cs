namespace QuickStart.Load;

/// <summary>A limit in the time of the run, exact and without any delay. A limit that is null always fits.</summary>
internal sealed class IdealBucket(long? perMinute, TimeSpan burst)
{
    private readonly double _perSecond = (perMinute ?? 0) / 60.0;
    private readonly double _capacity = (perMinute ?? 0) * burst.TotalMinutes;
    private double _level = (perMinute ?? 0) * burst.TotalMinutes;
    private TimeSpan _refilledAt;

    /// <summary>Refills up to <paramref name="now"/>, which never goes back, and tells whether there is enough.</summary>
    public bool Fits(long units, TimeSpan now)
    {
        _level = Math.Min(_capacity, _level + (now - _refilledAt).TotalSeconds * _perSecond);
        _refilledAt = now;
        return perMinute is null || _level >= units;
    }

    public void Take(long units) => _level -= units;
}
