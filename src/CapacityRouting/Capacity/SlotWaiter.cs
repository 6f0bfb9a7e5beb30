namespace CapacityRouting.Capacity;

/// <summary>A request in line for a slot, in the lines of several quotas at once: the first one to grant wins.</summary>
internal sealed class SlotWaiter
{
    private readonly TaskCompletionSource<Slots> _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The slots that granted one; the receiver holds it and must leave it.</summary>
    public Task<Slots> Granted => _granted.Task;

    /// <summary>False when the waiter has one already, or has given up.</summary>
    public bool TryGrant(Slots slots) => _granted.TrySetResult(slots);

    /// <summary>Ends the wait; a grant that came first still stands in <see cref="Granted"/>.</summary>
    public void Cancel() => _granted.TrySetCanceled();
}
