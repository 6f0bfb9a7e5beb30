namespace QuickStart.Providers;

/// <summary>
/// Enforces a provider's limits. It is written independently of the library and on purpose as simply as can be,
/// because it is the judge of the library's arithmetic: one lock around plain buckets.
/// </summary>
internal sealed class ProviderGate(ProviderLimits limits, bool countsRefusedRequests, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly RefillingBucket[] _buckets = [.. BucketsOf(limits, time)];
    private int _inFlight;
    private int _peakInFlight;

    public int PeakInFlight
    {
        get
        {
            lock (_lock)
            {
                return _peakInFlight;
            }
        }
    }

    /// <summary>Admits the call, or says why not.</summary>
    public Refusal? Enter(Charge charge, out Slot? slot)
    {
        lock (_lock)
        {
            slot = null;
            if (FirstObstacle(charge) is { } refusal)
            {
                CountRefused();
                return refusal;
            }

            foreach (var bucket in _buckets)
                bucket.Take(charge.On(bucket.Dimension));

            _peakInFlight = Math.Max(_peakInFlight, ++_inFlight);
            slot = new Slot(this);
            return null;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            _inFlight--;
        }
    }

    /// <summary>Charges what only becomes known after admission. Does nothing where the dimension isn't limited.</summary>
    public void ChargeLater(Dimension dimension, long units)
    {
        lock (_lock)
        {
            Bucket(dimension)?.Take(units);
        }
    }

    public BucketLevel[] ReadLevels()
    {
        lock (_lock)
        {
            return Array.ConvertAll(_buckets, bucket => bucket.Read());
        }
    }

    private Refusal? FirstObstacle(Charge charge)
    {
        if (_inFlight >= limits.MaxConcurrentRequests)
            return new Refusal(Dimension.Concurrency, _inFlight, _inFlight, 1, RetryIn: null);

        foreach (var bucket in _buckets)
        {
            var requested = charge.On(bucket.Dimension);
            var needed = Math.Max(1, requested);
            if (bucket.Level < needed)
            {
                var used = (long)Math.Ceiling(bucket.Limit - bucket.Level);
                TimeSpan? retryIn = requested > bucket.Limit ? null : bucket.Until(needed);
                return new Refusal(bucket.Dimension, bucket.Limit, used, requested, retryIn);
            }
        }

        return null;
    }

    private void CountRefused()
    {
        if (countsRefusedRequests && Bucket(Dimension.Requests) is { Level: >= 1 } requests)
            requests.Take(1);
    }

    private RefillingBucket? Bucket(Dimension dimension) => Array.Find(_buckets, bucket => bucket.Dimension == dimension);

    private static IEnumerable<RefillingBucket> BucketsOf(ProviderLimits limits, TimeProvider time)
    {
        (Dimension Dimension, long? PerMinute)[] configurable =
        [
            (Dimension.Requests, limits.RequestsPerMinute),
            (Dimension.Tokens, limits.TokensPerMinute),
            (Dimension.InputTokens, limits.InputTokensPerMinute),
            (Dimension.OutputTokens, limits.OutputTokensPerMinute),
        ];

        foreach (var (dimension, perMinute) in configurable)
        {
            if (perMinute is { } limit)
                yield return new RefillingBucket(dimension, limit, time);
        }
    }
}
