using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>The AWS SDKs' adaptive retry mode for each model, and the next model in order when one has used its attempts up.</summary>
/// <remarks>
/// <para>
/// Source: boto/botocore 1.43.67, botocore/retries: adaptive.py, throttling.py, bucket.py, standard.py and quota.py, with the defaults. Three attempts for
/// each model. A retry follows a 429, 500, 502, 503, 504 or a broken connection, costs 5 of a quota of 500 that the client's calls share, and waits
/// <c>random * min(2^(n - 1), 20)</c> seconds after attempt n. Before each attempt the request waits at a token bucket, once the model
/// has throttled: its rate follows CUBIC, and is at most twice the measured rate.
/// </para>
/// <para>
/// A throttle is a 429; AWS goes by the names of errors. 529, Anthropic's word for 503, is retried like it. The bucket serves in the order of
/// arrival, where botocore's threads race for a token: at the same rate. The next model after any failure is not in the SDK, which
/// knows one model: this is what its users write around it. The same holds for the limit of the wait at buckets, which is the caller's patience, counted from
/// the beginning of the call. botocore would wait for as long as it takes: under overload for hours, with the other models idle.
/// </para>
/// </remarks>
internal sealed class AdaptiveCubic : Rival
{
    private const int Attempts = 3;
    private const double LongestBackoff = 20;

    private readonly AdaptiveLimiter[] _limiters;
    private readonly RetryQuota[] _quotas;
    private readonly Random _random;
    private readonly TimeSpan _patience;

    public AdaptiveCubic(RunContext context)
        : base(context)
    {
        _limiters = [.. Routes.Select(_ => new AdaptiveLimiter(Time))];
        _quotas = [.. Routes.Select(_ => new RetryQuota())];
        _random = new(context.Seed);
        _patience = context.Patience;
    }

    public override void Dispose()
    {
        base.Dispose();
        Array.ForEach(_limiters, limiter => limiter.Dispose());
    }

    protected override Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        long start = Time.GetTimestamp();
        return InOrderAsync(route => SendToAsync(route, start, attempt, cancellationToken), cancellationToken);
    }

    private static bool IsTransient(Exception failure) => failure is not NothingAvailableException
        && (ProviderReply.Status(failure) is 429 or 500 or 502 or 503 or 504 or 529 || ProviderReply.IsConnectionFailure(failure));

    private async Task<TAnswer> SendToAsync<TAnswer>(RivalRoute route, long start, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        RetryQuota quota = _quotas[route.Index];
        for (int number = 1; ; number++)
        {
            try
            {
                TAnswer answer = await LimitedAsync(route, start, attempt, cancellationToken).ConfigureAwait(false);
                quota.Return(number == 1 ? RetryQuota.NoRetryGain : RetryQuota.RetryCost);
                return answer;
            }
            catch (Exception failure) when (number < Attempts && !cancellationToken.IsCancellationRequested && IsTransient(failure))
            {
                if (!quota.TryTake())
                    throw;
            }

            await Task.Delay(BackoffAfter(number), Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TAnswer> LimitedAsync<TAnswer>(RivalRoute route, long start, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        AdaptiveLimiter limiter = _limiters[route.Index];
        if (!await limiter.SendingAsync(_patience - Time.GetElapsedTime(start)).ConfigureAwait(false))
            throw NothingAvailableException.ForNow();
        try
        {
            TAnswer answer = await attempt(route, cancellationToken).ConfigureAwait(false);
            limiter.Received(isThrottle: false);
            return answer;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            limiter.Received(ProviderReply.IsRateLimit(failure));
            throw;
        }
    }

    private TimeSpan BackoffAfter(int number) => TimeSpan.FromSeconds(_random.NextDouble() * Math.Min(Math.Pow(2, number - 1), LongestBackoff));
}
