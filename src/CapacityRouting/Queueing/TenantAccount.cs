namespace CapacityRouting.Queueing;

/// <summary>What one tenant has been given while anybody waited, in tokens. Not thread-safe.</summary>
/// <remarks>
/// The virtual token counter of Sheng et al., "Fairness in Serving Large Language Models", OSDI 2024: charged what a call is likely to take when it starts, and corrected by what it took.
/// </remarks>
internal sealed class TenantAccount
{
    private readonly long[] _waiting = new long[Waiter.Ranks];

    public long Given { get; private set; }

    /// <summary>How many of its requests wait.</summary>
    public int Count { get; private set; }

    /// <summary>Its requests that wait, of every shape and rank.</summary>
    public List<TenantQueue> Queues { get; } = [];

    /// <summary>The tokens that its requests of a rank wait for.</summary>
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

    /// <summary>Charges the tenant, or, below zero, gives back; its requests change places by that.</summary>
    public void Charge(long tokens)
    {
        foreach (TenantQueue queue in Queues)
            queue.StepOut();
        Given = Math.Max(0, Given + tokens);
        foreach (TenantQueue queue in Queues)
            queue.StepIn();
    }
}
