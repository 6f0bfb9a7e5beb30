namespace CapacityRouting.Queueing;

/// <summary>One tenant's waiters of one shape and rank, the oldest first, and its place among the tenants. Not thread-safe.</summary>
/// <param name="account">The tenant's account.</param>
/// <param name="order">The tenants' order.</param>
internal sealed class TenantQueue(TenantAccount account, SortedSet<TenantQueue> order)
{
    private readonly LinkedList<Waiter> _waiters = [];

    public static Comparer<TenantQueue> Order { get; } = Comparer<TenantQueue>.Create(static (one, other) =>
        one.Account.Given != other.Account.Given ? one.Account.Given.CompareTo(other.Account.Given) : Waiter.Compare(one.First, other.First));

    public TenantAccount Account => account;

    public bool IsEmpty => _waiters.Count == 0;

    public IEnumerable<Waiter> All => _waiters;

    public Waiter First => _waiters.First!.Value;

    /// <summary>Who failed over has an older ticket than those who came meanwhile, and goes before them.</summary>
    public void Add(Waiter waiter)
    {
        LinkedListNode<Waiter>? next = _waiters.Last is { } last && waiter.IsOlderThan(last.Value) ? _waiters.First : null;
        while (next is not null && !waiter.IsOlderThan(next.Value))
            next = next.Next;
        bool becomesFirst = next == _waiters.First;
        if (becomesFirst)
            StepOut();
        waiter.Place = next is null ? _waiters.AddLast(waiter) : _waiters.AddBefore(next, waiter);
        waiter.Queue = this;
        if (becomesFirst)
            StepIn();
    }

    public void Remove(Waiter waiter)
    {
        bool wasFirst = First == waiter;
        if (wasFirst)
            StepOut();
        _waiters.Remove(waiter.Place!);
        (waiter.Place, waiter.Queue) = (null, null);
        if (wasFirst)
            StepIn();
    }

    /// <summary>Before what its place follows from changes.</summary>
    public void StepOut()
    {
        if (!IsEmpty)
            order.Remove(this);
    }

    /// <summary>After that.</summary>
    public void StepIn()
    {
        if (!IsEmpty)
            order.Add(this);
    }
}
