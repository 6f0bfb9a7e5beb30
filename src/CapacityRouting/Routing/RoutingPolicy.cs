using CapacityRouting.Capacity;

namespace CapacityRouting.Routing;

/// <summary>The policy in force, checked and in ticks. Immutable; a reload replaces it whole.</summary>
internal sealed class RoutingPolicy(CapacityRoutingOptions options, int routes, Clock clock)
{
    public bool FailoverOnContentFilter { get; } = options.FailoverOnContentFilter;

    private long MaxWaitTicks { get; } = clock.ToTicks(options.MaxWait);

    private long DeadlineTicks { get; } = options.Deadline is { } deadline ? clock.ToTicks(deadline) : Clock.Never;

    private int MaxAttempts { get; } = options.MaxAttempts ?? routes;

    /// <summary>What a request that arrives now may spend: the policy's share, or what it asks for itself.</summary>
    public RequestBudget BudgetFor(RequestRouting? wishes, long now)
    {
        long wait = wishes?.MaxWait is { } maxWait ? clock.ToTicks(maxWait) : MaxWaitTicks;
        long deadline = wishes?.Deadline is { } own ? clock.ToTicks(own) : DeadlineTicks;
        return new(wait, now + deadline, wishes?.MaxAttempts ?? MaxAttempts);
    }
}
