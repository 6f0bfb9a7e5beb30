namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>The calls of a part, counted from when it is armed: the n-th throws, or all from the n-th on, until it is healed.</summary>
internal sealed class Fault(int first, bool lasts)
{
    private int _calls;
    private bool _isArmed;

    /// <summary>Whether the part was called often enough for the fault to show.</summary>
    public bool IsReached => Volatile.Read(ref _calls) >= first;

    public void Arm() => Volatile.Write(ref _isArmed, true);

    public void Heal() => Volatile.Write(ref _isArmed, false);

    /// <summary>The part is called.</summary>
    public void Pass()
    {
        if (!Volatile.Read(ref _isArmed))
            return;
        int call = Interlocked.Increment(ref _calls);
        if (call == first || (lasts && call > first))
            throw new FaultException(call);
    }
}
