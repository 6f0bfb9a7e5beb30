using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>Azure API Management with the load-balancing policy of its samples: by priority, and a refusing backend is not asked again before its Retry-After.</summary>
/// <remarks>
/// Source: apim-policy.xml of Azure-Samples/openai-apim-lb (commit 23a7d6e), and docs/how-the-policy-works.md there. A 429 or 5xx marks its backend as throttling for
/// the whole seconds in Retry-After, else in <c>x-ratelimit-reset-requests</c>, else in <c>x-ratelimit-reset-tokens</c>, else for 10 s, and the
/// request is sent on at once to the next one, up to 50 times. Other failures are the caller's. When all are throttling, a request
/// is sent to the first backend of the list all the same, once. Here every model is a priority of its own, in the order of preference, so that the draw
/// among backends of one priority does not arise; and a header that is no whole number counts as absent, where the policy would fail.
/// </remarks>
internal sealed class PriorityRetryAfter : Rival
{
    private const int MostRetries = 50;

    private static readonly TimeSpan DefaultThrottle = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset[] _throttledUntil;

    public PriorityRetryAfter(RunContext context)
        : base(context) => _throttledUntil = new DateTimeOffset[Routes.Count];

    protected override async Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        for (int retry = 0; ; retry++)
        {
            RivalRoute route = Routes.FirstOrDefault(IsAvailable) ?? Routes[0];
            try
            {
                return await attempt(route, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested && ProviderReply.Status(failure) is 429 or >= 500)
            {
                _throttledUntil[route.Index] = Time.GetUtcNow() + Throttle(failure);
                if (retry == MostRetries || !Routes.Any(IsAvailable))
                    throw;
            }
        }
    }

    private static TimeSpan Throttle(Exception failure) =>
        ProviderReply.Seconds(failure, "Retry-After")
        ?? ProviderReply.Seconds(failure, "x-ratelimit-reset-requests")
        ?? ProviderReply.Seconds(failure, "x-ratelimit-reset-tokens")
        ?? DefaultThrottle;

    private bool IsAvailable(RivalRoute route) => Time.GetUtcNow() >= _throttledUntil[route.Index];
}
