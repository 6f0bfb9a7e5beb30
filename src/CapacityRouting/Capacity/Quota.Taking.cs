using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Health;

namespace CapacityRouting.Capacity;

/// <summary>Takes and gives back: all dimensions or none, the units first and the slot last.</summary>
internal sealed partial class Quota
{
    /// <summary>Takes a slot and the units of every dimension, or nothing at all.</summary>
    /// <param name="units">The units that the call takes.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="lease">The units and the slot taken.</param>
    /// <param name="reserve">The share of its burst that every bucket must have left afterwards, 0 to 1.</param>
    /// <param name="pastAdvice">Whether the call passes a slow start that is only advice.</param>
    public bool TryLease(in CapacityUnits units, long now, out Lease lease, double reserve = 0, bool pastAdvice = false)
    {
        lease = default;
        if (Slots.SlowStart.Width != SlowStart.Off)
            Slots.SlowStart.Look(now);

        // A limit that refusals stated is checked for expiry only where it holds a call up.
        if (IsFullFor(pastAdvice) && !(LapseSlots(now) && !IsFullFor(pastAdvice)))
            return false;

        // The slot comes last. A slot taken for a moment and given back would look full to a waiter, which sets no alarm for slots.
        if (!TryTake(units, now, reserve))
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

    /// <summary>Releases the slot of a call that has ended, after its units are settled.</summary>
    /// <param name="heldFor">The ticks for which it held the slot; zero for a call that was never sent.</param>
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

    private bool LapseSlots(long now) => Slots.Lapse(now) | (Parent is not null && Parent.LapseSlots(now));

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
        // A learned limit is checked for expiry and growth only after a refusal, off the hot path.
        if (!TryTakeOwn(units, now, reserve) && !((_limits.Lapse(now) | _limits.Grow(now)) && TryTakeOwn(units, now, reserve)))
            return false;
        if (Parent is null || Parent.TryTake(units, now, reserve))
            return true;
        SettleOwn(units, CapacityUnits.None, now, now);
        return false;
    }

    /// <summary>Settles the own buckets. Excess use counts up to once the limit: no single usage report may shut a route for longer than a window.</summary>
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
