using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>What LiteLLM's router does whatever its strategy: deployments that fail are left alone for a while, and a failed call is tried again at once.</summary>
/// <remarks>
/// <para>
/// Sources: the documentation of BerriAI/litellm as of May 2026, release 1.83 (docs/routing.md, docs/proxy/load_balancing.md and docs/proxy/config_settings.md of
/// BerriAI/litellm-docs at ef86ded), and litellm/router.py (at f292d1a), router_utils/cooldown_handlers.py, router_utils/cooldown_cache.py,
/// caching/in_memory_cache.py and utils.py. All settings are the defaults, but <c>enable_pre_call_checks</c> is on, so that a deployment whose
/// context window is too small is not picked.
/// </para>
/// <para>
/// Cooldown. A 429 cools its deployment down at once, if it is not the only one; a 401 or 404 too; any other failure when more than half of at
/// least five calls this minute have failed (for an only one: all of a thousand). Other 4xx and broken connections never do. It lasts as long as
/// Retry-After says, else 5 s. The setting <c>allowed_fails</c>, 3 by default, plays no part while it is left at its default.
/// </para>
/// <para>
/// Retries. Two more attempts (<c>num_retries</c>), each with a new pick, and at once as long as another deployment is there: an only one is waited for as
/// long as Retry-After says, up to a minute, else for half a second, and up to 0.75 s more by chance. None is made for a 4xx that is not 401, 403, 408,
/// 409 or 429, nor when all are cooling down: then the request fails. The last failure is thrown.
/// </para>
/// <para>
/// Left out: a limit on parallel requests of as many as there are requests in a minute, which binds only where an answer takes a minute; and
/// continuing a stream that broke on another model, which gives the caller an answer made of two.
/// </para>
/// </remarks>
internal abstract class CooldownRival : Rival
{
    private const int Retries = 2;
    private const double Jitter = 0.75;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly DeploymentHealth[] _health;

    protected CooldownRival(RunContext context)
        : base(context)
    {
        Random = new(context.Seed);
        _health = [.. Routes.Select(_ => new DeploymentHealth(Time, hasSiblings: Routes.Count > 1))];
    }

    protected Random Random { get; }

    /// <summary>One round: an attempt and its retries. The strategy picks among those that are well and take the prompt; null when none suits it.</summary>
    protected async Task<TAnswer> SendInGroupAsync<TAnswer>(
        RivalRequest request, Func<IReadOnlyList<RivalRoute>, RivalRoute?> pick, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        for (int retry = 0; ; retry++)
        {
            TimeSpan wait;
            try
            {
                return await TryAsync(Pick(request, pick), attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (retry < Retries && !cancellationToken.IsCancellationRequested && IsWorthRetrying(failure))
            {
                wait = WaitAfter(failure);
            }

            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, Time, cancellationToken).ConfigureAwait(false);
        }
    }

    protected override void OnAnswered(RivalRoute route, long tokens) => _health[route.Index].Succeeded();

    protected override void OnBroken(RivalRoute route, Exception failure) => _health[route.Index].Failed(failure);

    private async Task<TAnswer> TryAsync<TAnswer>(RivalRoute route, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt(route, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            _health[route.Index].Failed(failure);
            throw;
        }
    }

    private RivalRoute Pick(RivalRequest request, Func<IReadOnlyList<RivalRoute>, RivalRoute?> pick)
    {
        RivalRoute[] healthy = [.. Routes.Where(IsHealthy)];
        if (healthy.Length == 0)
            throw NothingAvailableException.ForNow();
        long tokens = request.EstimateInputTokens();
        RivalRoute[] fitting = Array.FindAll(healthy, route => !(tokens > route.ContextWindow));
        if (fitting.Length == 0)
            throw NothingAvailableException.TooLong(tokens);
        return pick(fitting) ?? throw NothingAvailableException.ForNow();
    }

    private bool IsHealthy(RivalRoute route) => !_health[route.Index].IsCooling;

    private bool IsWorthRetrying(Exception failure)
    {
        // Another deployment may have a better key, but one that stands alone has not.
        if (ProviderReply.Status(failure) is { } status && !DeploymentHealth.IsRetryable(status))
            return status is 401 or 403 && Routes.Count > 1 && Routes.Any(IsHealthy);
        return Routes.Any(IsHealthy);
    }

    private TimeSpan WaitAfter(Exception failure)
    {
        if (Routes.Count > 1)
            return TimeSpan.Zero;

        // It grows with the third retry only, and there are two.
        TimeSpan wait = ProviderReply.RetryAfter(failure, Time) is { } stated && stated > TimeSpan.Zero && stated <= LongestWait ? stated : ShortestWait;
        return wait + TimeSpan.FromSeconds(Jitter * Random.NextDouble());
    }
}
