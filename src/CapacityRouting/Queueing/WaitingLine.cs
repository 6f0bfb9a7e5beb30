using System.Numerics;
using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
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
    private readonly int[] _expected = new int[table.Routes.Length];
    private readonly Tenants _tenants = new();
    private long _numbers;
    private long _passes = 1;
    private long _awaited;
    private int _count;

    public int Count => Atomic.VolatileRead(in _count);

    /// <summary>The routes at which somebody is expected to start, with those that share a quota with them. Who comes may not take them unseen.</summary>
    public ulong Awaited => (ulong)Atomic.VolatileRead(in _awaited);

    /// <summary>The routes that any waiter could take at some time.</summary>
    public ulong Interest => _watched.Routes;

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
        FairQueue queue = waiter.Line = QueueOf(shape);
        _tenants.Came(waiter, account);
        queue.Add(waiter, account);
        Await(planned?.Bit ?? shape.Fits, 1);
        if (planned is not null)
            queue.Planned.Add(waiter, planned, units);
        Atomic.VolatileWrite(ref _count, _count + 1);
        return queue.FirstIn(waiter.Rank)!.First == waiter;
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
    /// <remarks>What it waits for from now on is watched before the rest is left alone: whoever makes room meanwhile tells.</remarks>
    public void Move(Waiter waiter, QueueShape shape, Route? planned, in CapacityUnits units)
    {
        FairQueue from = waiter.Line!;
        FairQueue to = QueueOf(shape);
        Plan(waiter, from, to, planned, units);
        if (from == to)
            return;
        TenantAccount account = waiter.Queue!.Account;
        from.Remove(waiter);
        to.Add(waiter, account);
        waiter.Line = to;
        DropIfEmpty(from);
    }

    /// <summary>Begins a pass through the shapes.</summary>
    public void BeginPass() => _passes++;

    /// <summary>Of a shape and rank whose first could not go in this pass, none is looked at again in it.</summary>
    public void Block(FairQueue queue, int rank) => queue.BlockedIn[rank] = _passes;

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

    /// <summary>
    /// What those before a waiter will take. Those that were looked at in this pass go before it, and what they wait for is theirs; of those behind them the older ones do.
    /// </summary>
    public void Foresee(StartForecast forecast, Waiter first)
    {
        forecast.Clear();
        foreach (FairQueue queue in _queues.Values)
        {
            for (int rank = 0; rank < Waiter.Ranks; rank++)
                if (queue.BlockedIn[rank] == _passes && queue.FirstIn(rank) is { } blocked)
                    forecast.Hold(ExpectedAt(blocked.First));
            foreach (PlannedStarts starts in queue.Planned.Starts)
                if (queue.BlockedIn[starts.Rank] == _passes)
                    forecast.Add(starts, starts.Units, isBefore: starts.First.IsOlderThan(first));
        }
    }

    /// <summary>What those in line will take before a newcomer. Of a lower class that has aged the first only goes before it.</summary>
    public void ForeseeNewcomer(StartForecast forecast, Waiter newcomer, in Aging aging)
    {
        forecast.Clear();
        int rank = aging.RankOf(newcomer);
        double share = _tenants.ShareAhead(newcomer.Tenant, newcomer.Rank, LeastGivenIn(newcomer.Rank));
        foreach (FairQueue queue in _queues.Values)
        {
            for (int other = 0; other < Waiter.Ranks; other++)
                if (queue.FirstIn(other) is { } first && first.First.Planned is null && aging.RankOf(first.First) <= rank)
                    forecast.Hold(ExpectedAt(first.First));
            foreach (PlannedStarts starts in queue.Planned.Starts)
                if (starts.Rank <= newcomer.Rank)
                    forecast.Add(starts, starts.Rank == newcomer.Rank ? starts.Units.Times(share) : starts.Units, isBefore: true);
                else if (aging.RankOf(starts.First) <= rank)
                    forecast.Add(starts, starts.First.PlannedUnits, isBefore: true);
        }
    }

    private static bool GoesBefore(Waiter one, Waiter other, in Aging aging) =>
        aging.RankOf(one) is var rank && aging.RankOf(other) is var than && rank != than ? rank < than : one.IsOlderThan(other);

    private Waiter? FirstIn(int rank)
    {
        TenantQueue? first = null;
        foreach (FairQueue queue in _queues.Values)
            if (queue.BlockedIn[rank] != _passes && queue.FirstIn(rank) is { } own && (first is null || TenantQueue.Order.Compare(own, first) < 0))
                first = own;
        return first?.First;
    }

    private void Leave(Waiter waiter)
    {
        FairQueue queue = waiter.Line!;
        _tenants.Left(waiter, waiter.Queue!.Account);
        Await(ExpectedAt(waiter), -1);
        queue.Planned.Remove(waiter);
        queue.Remove(waiter);
        DropIfEmpty(queue);
    }

    /// <summary>Expects a waiter at a route, or at none. A route at which it is expected before and after is awaited all the time.</summary>
    private void Plan(Waiter waiter, FairQueue from, FairQueue to, Route? planned, in CapacityUnits units)
    {
        ulong before = ExpectedAt(waiter);
        Await(planned?.Bit ?? to.Shape.Fits, 1);
        from.Planned.Remove(waiter);
        if (planned is not null)
            to.Planned.Add(waiter, planned, units);
        Await(before, -1);
    }

    /// <summary>Where a waiter is expected to start: where nobody knows, at any route that it fits.</summary>
    private static ulong ExpectedAt(Waiter waiter) => waiter.Planned?.Bit ?? waiter.Line!.Shape.Fits;

    private void DropIfEmpty(FairQueue queue)
    {
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

    private void Await(ulong routes, int sign)
    {
        bool changes = false;
        for (; routes != 0; routes &= routes - 1)
        {
            ref int waiters = ref _expected[BitOperations.TrailingZeroCount(routes)];
            changes |= waiters == 0 || waiters + sign == 0;
            waiters += sign;
        }

        if (!changes)
            return;
        ulong awaited = 0;
        foreach (Route route in table.Routes)
            if (_expected[route.Index] > 0)
                awaited |= table.SharingWith(route);
        Atomic.VolatileWrite(ref _awaited, (long)awaited);
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
