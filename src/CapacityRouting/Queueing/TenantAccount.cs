namespace CapacityRouting.Queueing;

/// <summary>The tokens that one tenant has been given while any request waited. Not thread-safe.</summary>
/// <remarks>
/// The virtual token counter of Sheng et al., "Fairness in Serving Large Language Models", OSDI 2024. A start charges the likely tokens of the call; its settlement corrects the charge.
/// </remarks>
internal sealed class TenantAccount
{
    private readonly long[] _waiting = new long[Waiter.Ranks];

    public long Given { get; private set; }

    /// <summary>The number of its waiters.</summary>
    public int Count { get; private set; }

    /// <summary>The queues of its waiters, of every shape and rank.</summary>
    public List<TenantQueue> Queues { get; } = [];

    /// <summary>The tokens that its waiters of a rank ask for.</summary>
    public long WaitingIn(int rank) => _waiting[rank];

    public void Came(Waiter waiter)
    {
        Count++;
        _waiting[waiter.Rank] += waiter.Tokens;
    }

    public void Left(Waiter waiter)
    {
        Count--;
        _waiting[waiter.Rank] -= waiter.Tokens;
    }

    /// <summary>Charges the tenant, or gives back below zero. The place of its queues among the tenants changes with the charge.</summary>
    public void Charge(long tokens)
    {
        foreach (TenantQueue queue in Queues)
            queue.StepOut();
        Given = Math.Max(0, Given + tokens);
        foreach (TenantQueue queue in Queues)
            queue.StepIn();
    }
}
