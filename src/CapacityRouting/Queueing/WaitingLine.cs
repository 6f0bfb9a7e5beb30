using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>
/// All who wait, by shape. No step depends on how many they are. Not thread-safe, but for <see cref="Awaited"/> and <see cref="Count"/>, which are read without the lock of the queue.
/// </summary>
/// <param name="table">The routes.</param>
/// <param name="watcher">Who is told of what changes at routes that somebody waits for.</param>
internal sealed class WaitingLine(RouteTable table, ISlotWatcher watcher)
{
    private readonly Dictionary<QueueShape, FairQueue> _queues = [];
    private readonly WatchedRoutes _watched = new(table, watcher);
    private readonly int[] _planned = new int[table.Routes.Length];
    private readonly Tenants _tenants = new();
    private long _numbers;
    private long _passes;
    private long _awaited;
    private int _count;

    public int Count => Atomic.VolatileRead(in _count);

    /// <summary>The routes at which somebody is expected to start, with those that share a quota with them. Who comes may not take them unseen.</summary>
    public ulong Awaited => (ulong)Atomic.VolatileRead(in _awaited);

    /// <summary>All waiters, in no order.</summary>
    public IEnumerable<Waiter> All => _queues.Values.SelectMany(queue => queue.All);

    /// <summary>Puts a request in line.</summary>
    /// <returns>Whether it is the first of its shape.</returns>
    public bool Add(Waiter waiter, QueueShape shape, Route? planned, in CapacityUnits units)
    {
        if (Count == 0)
            _tenants.ForgetAll();
        waiter.Number = ++_numbers;
        TenantAccount account = _tenants.Open(waiter.Tenant, LeastGiven());
        Enter(waiter, account, QueueOf(shape), planned, units);
        Atomic.VolatileWrite(ref _count, _count + 1);
        return waiter.Line!.FirstIn(waiter.Rank)!.First == waiter;
    }

    /// <returns>False when it had left before.</returns>
    public bool Remove(Waiter waiter)
    {
        if (waiter.Queue is null)
            return false;
        Leave(waiter);
        Atomic.VolatileWrite(ref _count, _count - 1);
        return true;
    }

    /// <summary>A request starts, or is about to: its tenant is charged.</summary>
    public TenantAccount Charge(Waiter waiter)
    {
        TenantAccount account = waiter.Queue?.Account ?? _tenants.Open(waiter.Tenant, LeastGiven());
        account.Charge(waiter.Tokens);
        return account;
    }

    /// <summary>Puts a waiter of which another shape or another start is expected where it belongs now.</summary>
    public void Move(Waiter waiter, QueueShape shape, Route? planned, in CapacityUnits units)
    {
        TenantAccount account = waiter.Queue!.Account;
        Leave(waiter);
        Enter(waiter, account, QueueOf(shape), planned, units);
    }

    /// <summary>Begins a pass through the shapes.</summary>
    public void BeginPass() => _passes++;

    /// <summary>Of the shapes whose first could not go in this pass, none is looked at again in it.</summary>
    public void Block(FairQueue queue) => queue.BlockedIn = _passes;

    /// <summary>
    /// Who goes first of those whose shapes are not blocked; null where there is none. Within a rank that is the fair order; between ranks, of those that are first, the better
    /// rank, and each rises by a class with every interval that it has waited.
    /// </summary>
    public Waiter? Next(in Aging aging)
    {
        Waiter? next = null;
        for (int rank = 0; rank < Waiter.Ranks; rank++)
            if (FirstIn(rank) is { } first && (next is null || GoesBefore(first, next, aging)))
                next = first;
        return next;
    }

    /// <summary>What the blocked shapes will take before the first of another one.</summary>
    public void Foresee(StartForecast forecast, Waiter first)
    {
        forecast.Clear();
        foreach (FairQueue queue in _queues.Values)
            if (queue.BlockedIn == _passes)
                foreach (PlannedStarts starts in queue.Planned.Starts)
                    if (starts.Rank <= first.Rank)
                        forecast.Add(starts, share: 1, isBefore: starts.Rank < first.Rank || starts.First.IsOlderThan(first));
    }

    /// <summary>What those in line will take before a newcomer.</summary>
    public void ForeseeNewcomer(StartForecast forecast, Waiter newcomer, in Aging aging)
    {
        forecast.Clear();
        int rank = aging.RankOf(newcomer);
        double share = _tenants.ShareAhead(newcomer.Tenant, newcomer.Rank, LeastGivenIn(newcomer.Rank));
        foreach (FairQueue queue in _queues.Values)
            foreach (PlannedStarts starts in queue.Planned.Starts)
                if (aging.RankOf(starts.First) <= rank)
                    forecast.Add(starts, starts.Rank == newcomer.Rank ? share : 1, isBefore: true);
    }

    private static bool GoesBefore(Waiter one, Waiter other, in Aging aging) =>
        aging.RankOf(one) is var rank && aging.RankOf(other) is var than && rank != than ? rank < than : one.IsOlderThan(other);

    private Waiter? FirstIn(int rank)
    {
        TenantQueue? first = null;
        foreach (FairQueue queue in _queues.Values)
            if (queue.BlockedIn != _passes && queue.FirstIn(rank) is { } own && (first is null || TenantQueue.Order.Compare(own, first) < 0))
                first = own;
        return first?.First;
    }

    private void Enter(Waiter waiter, TenantAccount account, FairQueue queue, Route? planned, in CapacityUnits units)
    {
        _tenants.Came(waiter, account);
        queue.Add(waiter, account);
        waiter.Line = queue;
        if (planned is null)
            return;
        queue.Planned.Add(waiter, planned, units);
        if (_planned[planned.Index]++ == 0)
            Await();
    }

    private void Leave(Waiter waiter)
    {
        FairQueue queue = waiter.Line!;
        _tenants.Left(waiter, waiter.Queue!.Account);
        Route? planned = waiter.Planned;
        queue.Planned.Remove(waiter);
        queue.Remove(waiter);
        if (planned is not null && --_planned[planned.Index] == 0)
            Await();
        if (queue.Count > 0)
            return;
        _queues.Remove(queue.Shape);
        _watched.Remove(queue.Shape.Interest);
    }

    private FairQueue QueueOf(QueueShape shape)
    {
        if (_queues.TryGetValue(shape, out FairQueue? queue))
            return queue;
        _watched.Add(shape.Interest);
        return _queues[shape] = new(shape);
    }

    private void Await()
    {
        ulong awaited = 0;
        foreach (Route route in table.Routes)
            if (_planned[route.Index] > 0)
                awaited |= table.SharingWith(route);

        // An exchange, for who makes room looks afterwards whether somebody waits for it.
        Atomic.Exchange(ref _awaited, (long)awaited);
    }

    private long LeastGiven()
    {
        long least = long.MaxValue;
        for (int rank = 0; rank < Waiter.Ranks; rank++)
            least = Math.Min(least, LeastGivenIn(rank, none: long.MaxValue));
        return least == long.MaxValue ? 0 : least;
    }

    private long LeastGivenIn(int rank, long none = 0)
    {
        long least = long.MaxValue;
        foreach (FairQueue queue in _queues.Values)
            if (queue.FirstIn(rank) is { } first)
                least = Math.Min(least, first.Account.Given);
        return least == long.MaxValue ? none : least;
    }
}
