namespace CapacityRouting.Queueing;

/// <summary>
/// The waiters of one shape in fair order, by rank. Within a rank the tenant that has been given the least is first; within a tenant, the oldest waiter.
/// Each step costs the logarithm of the number of tenants. Not thread-safe.
/// </summary>
internal sealed class FairQueue(QueueShape shape)
{
    private readonly SortedSet<TenantQueue>?[] _tenants = new SortedSet<TenantQueue>?[Waiter.Ranks];
    private readonly Dictionary<(TenantAccount Account, int Rank), TenantQueue> _queues = [];

    public QueueShape Shape => shape;

    public int Count { get; private set; }

    /// <summary>The routes at which its waiters are expected to start.</summary>
    public PlannedWork Planned { get; } = new();

    /// <summary>For each rank, the number of the last pass in which its first waiter could not start.</summary>
    public long[] BlockedIn { get; } = new long[Waiter.Ranks];

    /// <summary>All waiters, in no order.</summary>
    public IEnumerable<Waiter> All => _queues.Values.SelectMany(queue => queue.All);

    /// <summary>The tenant that is first within a rank; null where there is none.</summary>
    public TenantQueue? FirstIn(int rank) => _tenants[rank]?.Min;

    public void Add(Waiter waiter, TenantAccount account)
    {
        if (!_queues.TryGetValue((account, waiter.Rank), out TenantQueue? queue))
        {
            _queues[(account, waiter.Rank)] = queue = new(account, _tenants[waiter.Rank] ??= new(TenantQueue.Order));
            account.Queues.Add(queue);
        }

        queue.Add(waiter);
        Count++;
    }

    public void Remove(Waiter waiter)
    {
        TenantQueue queue = waiter.TenantQueue!;
        queue.Remove(waiter);
        Count--;
        if (!queue.IsEmpty)
            return;
        _queues.Remove((queue.Account, waiter.Rank));
        queue.Account.Queues.Remove(queue);
    }
}
