namespace CapacityRouting.Queueing;

/// <summary>
/// Those who wait, in the order in which they are served: by rank; within a rank the tenant first that has been given least; within a tenant
/// who came first. Not thread-safe.
/// </summary>
/// <remarks>
/// What a tenant is given is counted in tokens (the virtual token counter of Sheng et al., "Fairness in Serving Large Language Models",
/// OSDI 2024). Who comes anew starts level with the least of those who wait: nobody saves up a claim while it has nothing to do, and when
/// nobody waits all is forgotten.
/// </remarks>
internal sealed class WaitingLine
{
    // Those of absent tenants are kept so that nobody gains by leaving and coming back; a stream of new ones must not fill the memory.
    private const int MostTenants = 1_024;

    private readonly Dictionary<string, Tenant> _tenants = new(StringComparer.Ordinal);
    private long _arrivals;

    public int Count { get; private set; }

    public void Add(Waiter waiter)
    {
        if (Count++ == 0 || _tenants.Count > MostTenants)
            Forget();
        Tenant tenant = TenantOf(waiter);
        if (tenant.Count == 0)
            tenant.Given = Math.Max(tenant.Given, LeastGiven());
        waiter.Arrival = ++_arrivals;
        tenant.Add(waiter);
    }

    /// <returns>False when it had left before.</returns>
    public bool Remove(Waiter waiter)
    {
        if (!TenantOf(waiter).Remove(waiter))
            return false;
        Count--;
        return true;
    }

    /// <summary>A waiter was given what it came for.</summary>
    public void Served(Waiter waiter) => TenantOf(waiter).Given += waiter.Tokens;

    /// <summary>As they would be served one after the other. The line must not change meanwhile.</summary>
    public IEnumerable<Waiter> InOrder()
    {
        foreach (Tenant tenant in _tenants.Values)
            tenant.Expected = tenant.Given;
        for (int rank = 0; rank < Waiter.Ranks; rank++)
            foreach (Waiter waiter in InOrder(rank))
                yield return waiter;
    }

    private IEnumerable<Waiter> InOrder(int rank)
    {
        PriorityQueue<(Tenant Tenant, LinkedListNode<Waiter> Node), (long Given, long Arrival)>? next = null;
        foreach (Tenant tenant in _tenants.Values)
            if (tenant.First(rank) is { } first)
                (next ??= new()).Enqueue((tenant, first), (tenant.Expected, first.Value.Arrival));
        if (next is null)
            yield break;
        while (next.TryDequeue(out (Tenant Tenant, LinkedListNode<Waiter> Node) turn, out _))
        {
            yield return turn.Node.Value;
            turn.Tenant.Expected += turn.Node.Value.Tokens;
            if (turn.Node.Next is { } following)
                next.Enqueue((turn.Tenant, following), (turn.Tenant.Expected, following.Value.Arrival));
        }
    }

    private Tenant TenantOf(Waiter waiter)
    {
        if (!_tenants.TryGetValue(waiter.Demand.Tenant, out Tenant? tenant))
            _tenants[waiter.Demand.Tenant] = tenant = new();
        return tenant;
    }

    private long LeastGiven()
    {
        long least = long.MaxValue;
        foreach (Tenant tenant in _tenants.Values)
            if (tenant.Count > 0)
                least = Math.Min(least, tenant.Given);
        return least == long.MaxValue ? 0 : least;
    }

    private void Forget()
    {
        foreach ((string name, Tenant tenant) in _tenants)
            if (tenant.Count == 0)
                _tenants.Remove(name);
    }

    /// <summary>One tenant's waiters, by rank.</summary>
    private sealed class Tenant
    {
        private readonly LinkedList<Waiter>?[] _waiters = new LinkedList<Waiter>?[Waiter.Ranks];

        public long Given { get; set; }

        /// <summary>What it will have been given once those are served who come first in the order that is gone through, of higher ranks too.</summary>
        public long Expected { get; set; }

        public int Count { get; private set; }

        public LinkedListNode<Waiter>? First(int rank) => _waiters[rank]?.First;

        public void Add(Waiter waiter)
        {
            waiter.Place = (_waiters[waiter.Rank] ??= new()).AddLast(waiter);
            Count++;
        }

        public bool Remove(Waiter waiter)
        {
            if (waiter.Place is not { List: { } list } place)
                return false;
            list.Remove(place);
            Count--;
            return true;
        }
    }
}
