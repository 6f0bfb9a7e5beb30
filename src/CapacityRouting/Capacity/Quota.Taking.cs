using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Health;

namespace CapacityRouting.Capacity;

/// <summary>What a call takes and gives back: everything or nothing, the units first and the slot last.</summary>
internal sealed partial class Quota
{
    /// <summary>Takes a slot and the units of every dimension now, or nothing at all.</summary>
    /// <param name="units">What the call takes.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="lease">What was taken.</param>
    /// <param name="reserve">The share of its burst that every bucket must have left then, 0 to 1.</param>
    /// <param name="pastAdvice">Whether it goes although a slow start that is only advice would hold it up.</param>
    public bool TryLease(in CapacityUnits units, long now, out Lease lease, double reserve = 0, bool pastAdvice = false)
    {
        lease = default;
        if (Slots.SlowStart.Width != SlowStart.Off)
            Slots.SlowStart.Look(now);

        // The slot comes last: one that is taken for a moment only would hide from those who wait for it, and they have no clock to look by.
        if (IsFullFor(pastAdvice) || !TryTake(units, now, reserve))
            return false;
        if (TryEnter(pastAdvice))
        {
            Began(now);
            lease = new(this, units, now);
            return true;
        }

        Settle(units, CapacityUnits.None, now, now);
        return false;
    }

    /// <summary>A call has ended, and its units are settled.</summary>
    /// <param name="heldFor">For how many ticks it held its slot; zero for one that was never sent.</param>
    public void Leave(long heldFor)
    {
        Slots.Ended(heldFor);
        Slots.Leave();
        Parent?.Leave(heldFor);
    }

    public void Settle(in CapacityUnits taken, in CapacityUnits used, long start, long now)
    {
        SettleOwn(taken, used, start, now);
        Parent?.Settle(taken, used, start, now);
    }

    private bool TryEnter(bool pastAdvice)
    {
        if (!Slots.TryEnter(pastAdvice))
            return false;
        if (Parent is null || Parent.TryEnter(pastAdvice))
            return true;
        Slots.Leave();
        return false;
    }

    private void Began(long now)
    {
        Slots.Began(now);
        Parent?.Slots.Began(now);
    }

    private bool TryTake(in CapacityUnits units, long now, double reserve)
    {
        // Only a refusal asks whether the limit behind it still holds.
        if (!TryTakeOwn(units, now, reserve) && !((_limits.Lapse(now) | _limits.Grow(now)) && TryTakeOwn(units, now, reserve)))
            return false;
        if (Parent is null || Parent.TryTake(units, now, reserve))
            return true;
        SettleOwn(units, CapacityUnits.None, now, now);
        return false;
    }

    /// <summary>What a call used beyond what it took counts up to once the limit: no single report of usage may shut a route for longer than a window.</summary>
    private void SettleOwn(in CapacityUnits taken, in CapacityUnits used, long start, long now)
    {
        foreach (RateLimit limit in Limits)
            _words.BucketOf(limit).Settle(limit.CountOf(taken), Math.Min(limit.CountOf(used), limit.CountOf(taken) + limit.Limit), start, now);
    }

    private bool TryTakeOwn(in CapacityUnits units, long start, double reserve)
    {
        RateLimit[] limits = Limits;
        for (int i = 0; i < limits.Length; i++)
        {
            if (_words.BucketOf(limits[i]).TryTake(limits[i].CountOf(units), start, reserve))
                continue;
            while (--i >= 0)
                _words.BucketOf(limits[i]).Settle(limits[i].CountOf(units), 0, start, start);
            return false;
        }

        return true;
    }
}
