using System.Numerics;
using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>
/// All waiters, by shape. The cost of a step does not grow with their number. Not thread-safe, except <see cref="Awaited"/> and <see cref="Count"/>, which are read without the lock of the queue.
/// </summary>
/// <param name="table">The routes.</param>
/// <param name="watcher">The watcher of all routes that a waiter waits for.</param>
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

    /// <summary>The routes at which a waiter is expected to start, and those that share a quota with them. A newcomer may take none of them without looking at the line.</summary>
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
        FairQueue queue = waiter.ShapeQueue = QueueOf(shape);
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
        if (waiter.TenantQueue is null)
            return false;
        Leave(waiter);
        Atomic.VolatileWrite(ref _count, _count - 1);
        return true;
    }

    /// <summary>Charges the tenant of a request that starts.</summary>
    public TenantAccount Charge(Waiter waiter)
    {
        TenantAccount account = waiter.TenantQueue?.Account ?? _tenants.Open(waiter.Tenant, LeastGiven());
        account.Charge(waiter.Tokens);
        return account;
    }

    /// <summary>Moves a waiter to a new shape or a new expected start.</summary>
    /// <remarks>Its new routes are watched before its old ones are left: a release in between notifies the queue.</remarks>
    public void Move(Waiter waiter, QueueShape shape, Route? planned, in CapacityUnits units)
    {
        FairQueue from = waiter.ShapeQueue!;
        FairQueue to = QueueOf(shape);
        Plan(waiter, from, to, planned, units);
        if (from == to)
            return;
        TenantAccount account = waiter.TenantQueue!.Account;
        from.Remove(waiter);
        to.Add(waiter, account);
        waiter.ShapeQueue = to;
        DropIfEmpty(from);
    }

    /// <summary>Begins a dispatch pass.</summary>
    public void BeginPass() => _passes++;

    /// <summary>Skips all waiters of a shape and rank for the rest of this pass, as the first of them could not start.</summary>
    public void Block(FairQueue queue, int rank) => queue.BlockedIn[rank] = _passes;

    /// <summary>
    /// The next waiter whose shape is not blocked; null where there is none. Within a rank the fair order decides. Between ranks the better rank decides,
    /// after aging.
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
    /// Forecasts what those before a waiter will take. The waiters that this pass has looked at keep what they wait for. Of those behind them, the older ones go first.
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

    /// <summary>Forecasts what the waiters in line will take before a newcomer. Of a lower priority that has aged, only the first waiter goes before it.</summary>
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
        FairQueue queue = waiter.ShapeQueue!;
        _tenants.Left(waiter, waiter.TenantQueue!.Account);
        Await(ExpectedAt(waiter), -1);
        queue.Planned.Remove(waiter);
        queue.Remove(waiter);
        DropIfEmpty(queue);
    }

    /// <summary>Plans a waiter at a route, or at none. The new route is awaited before the old one is released: a route in both stays awaited.</summary>
    private void Plan(Waiter waiter, FairQueue from, FairQueue to, Route? planned, in CapacityUnits units)
    {
        ulong before = ExpectedAt(waiter);
        Await(planned?.Bit ?? to.Shape.Fits, 1);
        from.Planned.Remove(waiter);
        if (planned is not null)
            to.Planned.Add(waiter, planned, units);
        Await(before, -1);
    }

    /// <summary>Where a waiter is expected to start: at its planned route, else at any route that it fits.</summary>
    private static ulong ExpectedAt(Waiter waiter) => waiter.Planned?.Bit ?? waiter.ShapeQueue!.Shape.Fits;

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
