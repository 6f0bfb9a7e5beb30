namespace CapacityRouting.Goodput.Rivals;

/// <summary>Measures how many requests a second are sent, by the replies in each half second, smoothed: the newest counts for 80 %.</summary>
/// <remarks>See <see cref="AdaptiveCubic"/> for its source.</remarks>
internal sealed class SendRateMeter
{
    private const double Smoothing = 0.8;
    private const double BucketsPerSecond = 2;

    private double _lastBucket;
    private int _count;
    private double _rate;

    /// <summary>Counts one reply.</summary>
    /// <param name="now">Seconds since the beginning.</param>
    /// <returns>Requests a second; zero until the first half second is over.</returns>
    public double Record(double now)
    {
        double bucket = Math.Floor(now * BucketsPerSecond) / BucketsPerSecond;
        _count++;
        if (bucket <= _lastBucket)
            return _rate;
        _rate = (_count / (bucket - _lastBucket) * Smoothing) + (_rate * (1 - Smoothing));
        _count = 0;
        _lastBucket = bucket;
        return _rate;
    }
}
