using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

/// <summary>One thread's share of random operations: it leases and settles, and adds up what it settled.</summary>
internal sealed class ConservationWorker(Quota quota, int seed, bool scarce)
{
    private const int Held = 4;

    private readonly Random _random = new(seed);
    private readonly Lease[] _leases = new Lease[Held];
    private readonly long[] _costs = new long[Enum.GetValues<CapacityDimension>().Length];
    private readonly long _now = quota.Clock.Now;

    // All threads' calls under way, counted beside the quota and never later than it counts them.
    private static long _inside;

    public int Operations { get; private set; }

    public int Leased { get; private set; }

    public int Refused { get; private set; }

    public Exception? Failure { get; private set; }

    public long Cost(CapacityDimension dimension) => _costs[(int)dimension];

    public void Run(int operations)
    {
        try
        {
            for (Operations = 0; Operations < operations; Operations++)
                Step(_random.Next(Held));
            for (int i = 0; i < Held; i++)
                Settle(i);
        }
        catch (Exception failure)
        {
            Failure = failure;
        }
    }

    private void Step(int i)
    {
        if (_leases[i].IsHeld)
            Settle(i);
        else
            Begin(i);
    }

    private void Begin(int i)
    {
        CapacityUnits units = CapacityUnits.OneRequest(_random.Next(2_000), _random.Next(1_000));
        if (quota.TryLease(units, _now, out _leases[i], scarce ? _random.Next(2) * 0.1 : 0))
            Began();
        else
            Refused++;
    }

    private void Began()
    {
        Leased++;
        Assert.InRange(Atomic.Add(ref _inside, 1), 1, quota.Slots.Limit);
        Assert.InRange(quota.Slots.InFlight, 0, quota.Slots.Limit);
    }

    private void Settle(int i)
    {
        if (!_leases[i].IsHeld)
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
            _leases[i].Used(CapacityUnits.RequestOnly, _now);
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
