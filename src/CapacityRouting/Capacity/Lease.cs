using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Capacity;

/// <summary>
/// What one attempt took from a quota. It is settled exactly once, by <see cref="Used"/> or <see cref="Abandoned"/>; a second settlement has no effect.
/// </summary>
/// <remarks>A mutable value: keep it in one place and never copy it once the call has started.</remarks>
internal struct Lease(Quota quota, CapacityUnits taken, long start)
{
    private Quota? _quota = quota;
    private Growth? _growth;

    public readonly CapacityUnits Taken => taken;

    /// <summary>Whether something was taken and is not settled yet.</summary>
    public readonly bool IsHeld => _quota is not null;

    /// <summary>When it was taken.</summary>
    public readonly long Start => start;

    /// <summary>The call takes more than it was given, and is still under way: it is charged at once, for who comes next must see it.</summary>
    public void Grow(in CapacityUnits to, long now)
    {
        CapacityUnits more = to.Without(_growth is null ? taken : taken + _growth.Units);
        if (_quota is not { } owner || more == CapacityUnits.None)
            return;
        owner.Settle(CapacityUnits.None, more, now, now);
        _growth ??= new();
        (_growth.Units, _growth.At) = (_growth.Units + more, now);
    }

    /// <summary>The call used so much; one that was turned away, a request or nothing.</summary>
    public void Used(in CapacityUnits used, long now) => Settle(used, now, heldFor: now - start);

    /// <summary>The call was never sent.</summary>
    public void Abandoned(long now) => Settle(CapacityUnits.None, now, heldFor: 0);

    private void Settle(in CapacityUnits used, long now, long heldFor)
    {
        Quota? owner = Atomic.Exchange(ref _quota, null);
        if (owner is null)
            return;
        try
        {
            if (_growth is { } growth)
                SettleGrown(owner, growth, used, now);
            else if (used != taken)
                owner.Settle(taken, used, start, now);
        }
        finally
        {
            // Whatever throws as units are settled, the slot is free.
            owner.Leave(heldFor);
        }
    }

    private readonly void SettleGrown(Quota owner, Growth growth, in CapacityUnits used, long now)
    {
        owner.Settle(taken, used.Without(growth.Units), start, now);
        CapacityUnits excess = growth.Units.Without(used);
        if (excess != CapacityUnits.None)
            owner.Settle(excess, CapacityUnits.None, growth.At, now);
    }

    /// <summary>What was charged beyond what was taken. Few calls grow, so it is apart from the lease.</summary>
    private sealed class Growth
    {
        public CapacityUnits Units { get; set; }

        public long At { get; set; }
    }
}
