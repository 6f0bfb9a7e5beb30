namespace CapacityRouting.Queueing;

/// <summary>The waiters of one tenant, shape and rank, the oldest first, and their place among the tenants. Not thread-safe.</summary>
/// <param name="account">The tenant's account.</param>
/// <param name="order">The order of the tenants.</param>
internal sealed class TenantQueue(TenantAccount account, SortedSet<TenantQueue> order)
{
    // Sorted, as waiters may join out of order. A failover brings an older ticket, and simultaneous arrivals may join in any order.
    private readonly SortedSet<Waiter> _waiters = new(ByAge);

    public static Comparer<TenantQueue> Order { get; } = Comparer<TenantQueue>.Create(static (one, other) =>
        one.Account.Given != other.Account.Given ? one.Account.Given.CompareTo(other.Account.Given) : Waiter.Compare(one.First, other.First));

    private static Comparer<Waiter> ByAge { get; } = Comparer<Waiter>.Create(Waiter.Compare);

    public TenantAccount Account => account;

    public bool IsEmpty => _waiters.Count == 0;

    public IEnumerable<Waiter> All => _waiters;

    public Waiter First => _waiters.Min!;

    public void Add(Waiter waiter)
    {
        bool becomesFirst = IsEmpty || waiter.IsOlderThan(First);
        if (becomesFirst)
            StepOut();
        _waiters.Add(waiter);
        waiter.TenantQueue = this;
        if (becomesFirst)
            StepIn();
    }

    public void Remove(Waiter waiter)
    {
        bool wasFirst = First == waiter;
        if (wasFirst)
            StepOut();
        _waiters.Remove(waiter);
        waiter.TenantQueue = null;
        if (wasFirst)
            StepIn();
    }

    /// <summary>Leaves the order before a change of what the place depends on.</summary>
    public void StepOut()
    {
        if (!IsEmpty)
            order.Remove(this);
    }

    /// <summary>Enters the order again after the change.</summary>
    public void StepIn()
    {
        if (!IsEmpty)
            order.Add(this);
    }
}
