using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

/// <summary>One thread's share of random operations: it leases, books, waits for slots and settles, and adds up what it settled.</summary>
internal sealed class ConservationWorker(Quota quota, int seed, bool scarce, long patience)
{
    private const int Held = 4;

    private readonly Random _random = new(seed);
    private readonly Lease[] _leases = new Lease[Held];
    private readonly SlotWaiter?[] _waiters = new SlotWaiter?[Held];
    private readonly long[] _costs = new long[Enum.GetValues<CapacityDimension>().Length];
    private readonly long _now = quota.Clock.Now;

    // All threads' calls under way, counted beside the quota and never later than it counts them.
    private static long _inside;

    public int Operations { get; private set; }

    public int Leased { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Slots handed over to a waiter.</summary>
    public int Granted { get; private set; }

    public Exception? Failure { get; private set; }

    public long Cost(CapacityDimension dimension) => _costs[(int)dimension];

    public void Run(int operations)
    {
        try
        {
            for (Operations = 0; Operations < operations; Operations++)
                Step(_random.Next(Held));
            for (int i = 0; i < Held; i++)
            {
                EndWait(i, keep: false);
                Settle(i);
            }
        }
        catch (Exception failure)
        {
            Failure = failure;
        }
    }

    private void Step(int i)
    {
        if (_waiters[i] is not null)
            EndWait(i, keep: _random.Next(4) != 0);
        else if (_leases[i].Slots is not null)
            Settle(i);
        else
            Begin(i);
    }

    private void Begin(int i)
    {
        CapacityUnits units = CapacityUnits.OneRequest(_random.Next(2_000), _random.Next(1_000));
        bool leased = _random.Next(8) == 0
            ? quota.TryBook(units, _now, _now + patience, out _leases[i]) && Enter(i)
            : quota.TryLease(units, _now, out _leases[i]);
        if (leased)
            Began();
        else if (_random.Next(4) == 0)
            quota.Slots.Join(_waiters[i] = new());
        else
            Refused++;
    }

    private bool Enter(int i)
    {
        if (_leases[i].TryEnter())
            return true;
        _leases[i].Abandoned(_now);
        return false;
    }

    private void EndWait(int i, bool keep)
    {
        if (_waiters[i] is not { } waiter)
            return;
        waiter.Cancel();
        quota.Slots.GiveUp(waiter);
        _waiters[i] = null;
        if (!waiter.Granted.IsCompletedSuccessfully)
            return;
        Granted++;
        if (!keep)
            quota.Slots.Leave();
        else if (quota.TryLeaseWithSlot(CapacityUnits.OneRequest(_random.Next(2_000), _random.Next(1_000)), _now, out _leases[i]))
            Began();
    }

    private void Began()
    {
        Leased++;
        Assert.InRange(Atomic.Add(ref _inside, 1), 1, quota.Slots.Limit);
        Assert.InRange(quota.Slots.InFlight, 0, quota.Slots.Limit);
    }

    private void Settle(int i)
    {
        if (_leases[i].Slots is null)
            return;
        Atomic.Add(ref _inside, -1);
        CapacityUnits used = _random.Next(3) switch
        {
            0 => CapacityUnits.None,
            1 => CapacityUnits.RequestOnly,
            _ => Used(),
        };
        Count(used);
        if (used == CapacityUnits.None)
            _leases[i].Abandoned(_now);
        else if (used == CapacityUnits.RequestOnly)
            _leases[i].Refused(_now);
        else
            _leases[i].Used(used, _now);
        _leases[i].Abandoned(_now);
    }

    // Where capacity is scarce nearly all is given back, so that there is some to fight for until the end.
    private CapacityUnits Used() => scarce
        ? CapacityUnits.OneRequest(_random.Next(1_000) == 0 ? 1 : 0, _random.Next(1_000) == 0 ? 1 : 0)
        : CapacityUnits.OneRequest(_random.Next(4_000), _random.Next(2_000));

    private void Count(CapacityUnits used)
    {
        foreach (RateLimit limit in quota.Limits)
            _costs[(int)limit.Dimension] += limit.CostOf(used.CountedIn(limit.Dimension));
    }
}
