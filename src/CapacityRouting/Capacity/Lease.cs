using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Capacity;

/// <summary>
/// The units and the slot that one attempt took from a quota. A lease is settled once, by <see cref="Used"/> or <see cref="Abandoned"/>; a second settlement has no effect.
/// </summary>
/// <remarks>A mutable value: keep it in one place and never copy it once the call has started.</remarks>
internal struct Lease(Quota quota, CapacityUnits taken, long start)
{
    private Quota? _quota = quota;
    private Growth? _growth;

    public readonly CapacityUnits Taken => taken;

    /// <summary>Whether the lease is not settled yet.</summary>
    public readonly bool IsHeld => _quota is not null;

    /// <summary>When the units were taken.</summary>
    public readonly long Start => start;

    /// <summary>Raises the charge of a call under way that uses more than it took. The charge is immediate, so that later calls see it.</summary>
    public void Grow(in CapacityUnits to, long now)
    {
        CapacityUnits more = to.Without(_growth is null ? taken : taken + _growth.Units);
        if (_quota is not { } owner || more == CapacityUnits.None)
            return;
        owner.Settle(CapacityUnits.None, more, now, now);
        _growth ??= new();
        (_growth.Units, _growth.At) = (_growth.Units + more, now);
    }

    /// <summary>Settles a call by the units that it used; a refused call used one request or nothing.</summary>
    public void Used(in CapacityUnits used, long now) => Settle(used, now, heldFor: now - start);

    /// <summary>Settles a call that was never sent.</summary>
    public void Abandoned(long now) => Settle(CapacityUnits.None, now, heldFor: 0);

    private void Settle(in CapacityUnits used, long now, long heldFor)
    {
        Quota? owner = Atomic.Exchange(ref _quota, null);
        if (owner is null)
            return;
        try
        {
            owner.Count(used, now);
            if (_growth is { } growth)
                SettleGrown(owner, growth, used, now);
            else if (used != taken)
                owner.Settle(taken, used, start, now);
        }
        finally
        {
            // The slot is released even when settling the units throws.
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

    /// <summary>The units charged beyond those taken. It is a separate object, as few calls grow.</summary>
    private sealed class Growth
    {
        public CapacityUnits Units { get; set; }

        public long At { get; set; }
    }
}
