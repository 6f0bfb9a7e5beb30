using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity;

/// <summary>
/// What one account or deployment lets through: a bucket for each limited dimension, the calls under way, and the times it is
/// shut. Routes that share an account share its quota.
/// </summary>
/// <remarks>
/// Safe for any number of threads, lock-free, and free of allocation. A call takes from every dimension or from none: what
/// was taken before a later dimension refuses is given back, so a race can refuse too much for an instant but never admit too much.
/// </remarks>
internal sealed class Quota
{
    private const int Dimensions = 6;
    private const int SlotsWord = 2 * Dimensions;

    // Arrival times, then the times last found full, then the count of calls under way: one aligned block.
    private readonly AlignedWords _words = new(SlotsWord + 1);
    private RateLimit[] _limits = [];
    private CapacityLimits? _configured;
    private long _smallestLimit = long.MaxValue;

    public Quota(CapacityLimits limits, Clock clock, Jitter jitter)
    {
        Clock = clock;
        Cooldown = new(clock, jitter);
        Closure = new(clock);
        Slots = new(_words, SlotsWord);
        Reconfigure(limits, clock.Now);
    }

    public Clock Clock { get; }

    public Cooldown Cooldown { get; }

    public Closure Closure { get; }

    public Slots Slots { get; }

    public RateLimit[] Limits => Atomic.Read(in _limits);

    /// <summary>False when some dimension's whole limit is smaller than the request.</summary>
    public bool CanEverPass(in CapacityUnits units)
    {
        if (units.Tokens <= Atomic.Read(in _smallestLimit))
            return true;
        foreach (RateLimit limit in Limits)
            if (limit.CountOf(units) > limit.Limit)
                return false;
        return true;
    }

    /// <summary>Ticks until every bucket has room; slots are not foreseeable and not asked.</summary>
    public long WaitFor(in CapacityUnits units, long now)
    {
        long wait = 0;
        foreach (RateLimit limit in Limits)
            wait = Math.Max(wait, BucketOf(limit).WaitFor(limit.CountOf(units), now));
        return wait;
    }

    /// <summary>Takes a slot and the units of every dimension now, or nothing at all.</summary>
    public bool TryLease(in CapacityUnits units, long now, out Lease lease)
    {
        if (Slots.TryEnter())
            return TryLeaseWithSlot(units, now, out lease);
        lease = default;
        return false;
    }

    /// <summary>As <see cref="TryLease"/>, for a caller that was handed one of this quota's slots. The slot is left when it fails.</summary>
    public bool TryLeaseWithSlot(in CapacityUnits units, long now, out Lease lease)
    {
        if (TryTake(units, now))
        {
            lease = new(this, units, now, holdsSlot: true);
            return true;
        }

        Slots.Leave();
        lease = default;
        return false;
    }

    /// <summary>
    /// Books the earliest start between two times: the units are taken as of that start, first come first served.
    /// The slot is taken when the call starts, so that none stands empty while the booking waits.
    /// </summary>
    public bool TryBook(in CapacityUnits units, long earliest, long latest, out Lease lease)
    {
        while (true)
        {
            long start = earliest + WaitFor(units, earliest);
            if (start > latest)
                break;
            if (!TryTake(units, start))
                continue;
            lease = new(this, units, start, holdsSlot: false);
            return true;
        }

        lease = default;
        return false;
    }

    public double Level(RateLimit limit, long now) => BucketOf(limit).Level(now);

    public void Settle(in CapacityUnits taken, in CapacityUnits used, long start, long now)
    {
        foreach (RateLimit limit in Limits)
            BucketOf(limit).Settle(limit.CountOf(taken), limit.CountOf(used), start, now);
    }

    /// <summary>Puts new limits in force and keeps each level in units; a dimension that is new starts full.</summary>
    public void Reconfigure(CapacityLimits limits, long now)
    {
        if (limits == Atomic.Exchange(ref _configured, limits))
            return;
        RateLimit[] before = Limits;
        RateLimit[] after = [.. from dimension in Enum.GetValues<CapacityDimension>()
                                where limits.Of(dimension) is not null
                                select RateLimit.Of(dimension, limits.Of(dimension)!.Value, limits, Clock)];
        foreach (RateLimit limit in after)
        {
            RateLimit? old = Array.Find(before, known => known.Dimension == limit.Dimension);
            if (old is null)
                BucketOf(limit).Fill(now);
            else
                BucketOf(limit).KeepLevel(Level(old, now), now);
        }

        Atomic.Write(ref _smallestLimit, after.Select(limit => limit.Limit).DefaultIfEmpty(long.MaxValue).Min());
        Atomic.Write(ref _limits, after);
        Slots.ChangeLimit(limits.MaxConcurrentRequests ?? Slots.Unlimited);
    }

    private bool TryTake(in CapacityUnits units, long start)
    {
        RateLimit[] limits = Limits;
        for (int i = 0; i < limits.Length; i++)
        {
            if (BucketOf(limits[i]).TryTake(limits[i].CountOf(units), start))
                continue;
            while (--i >= 0)
                BucketOf(limits[i]).Settle(limits[i].CountOf(units), 0, start, start);
            return false;
        }

        return true;
    }

    private Bucket BucketOf(RateLimit limit) =>
        new(limit, ref _words[(int)limit.Dimension], ref _words[Dimensions + (int)limit.Dimension]);
}
