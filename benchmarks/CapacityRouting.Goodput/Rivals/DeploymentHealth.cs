namespace CapacityRouting.Goodput.Rivals;

/// <summary>What LiteLLM remembers of one deployment: how its calls went this minute, and whether it is being left alone.</summary>
/// <remarks>The rule, and where it is from, is in <see cref="CooldownRival"/>.</remarks>
internal sealed class DeploymentHealth(TimeProvider time, bool hasSiblings)
{
    private const double MostFailing = 0.5;
    private const int FewestRequests = 5;
    private const int ManyRequests = 1000;

    private static readonly TimeSpan DefaultCooldown = TimeSpan.FromSeconds(5);

    private readonly LapsingCount _successes = new(time);
    private readonly LapsingCount _failures = new(time);
    private DateTimeOffset _coolUntil = DateTimeOffset.MinValue;

    public bool IsCooling => time.GetUtcNow() < _coolUntil;

    public static bool IsRetryable(int status) => status is 408 or 409 or 429 or >= 500;

    public void Succeeded() => _successes.Increment();

    public void Failed(Exception failure)
    {
        _failures.Increment();
        TimeSpan cooldown = ProviderReply.RetryAfter(failure, time) is { } stated && stated >= TimeSpan.Zero ? stated : DefaultCooldown;

        // A cooldown that is on is not made longer by the calls that were under way when it began.
        if (!IsCooling && IsToBeCooled(failure))
            _coolUntil = time.GetUtcNow() + cooldown;
    }

    private bool IsToBeCooled(Exception failure)
    {
        // A connection that broke has no status. It is counted, but not held against the deployment at once.
        if (ProviderReply.Status(failure) is not { } status || status is >= 400 and < 500 and not (401 or 404 or 408 or 429))
            return false;
        return (status == 429 && hasSiblings) || IsMostlyFailing() || !IsRetryable(status);
    }

    private bool IsMostlyFailing()
    {
        int failures = _failures.Value;
        int requests = failures + _successes.Value;
        return hasSiblings
            ? requests >= FewestRequests && failures > MostFailing * requests
            : requests >= ManyRequests && failures == requests;
    }
}
