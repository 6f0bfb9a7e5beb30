namespace CapacityRouting.Capacity;

/// <summary>
/// A request in line for a slot, in the lines of several quotas at once: the first one to grant wins. In real time the winner goes on by itself,
/// so that it does not hold up the call that left; in injected time it goes on there and then, so that what has one thread keeps to it.
/// </summary>
internal sealed class SlotWaiter(bool inRealTime = true)
{
    private readonly TaskCompletionSource<Slots> _granted = new(inRealTime ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);

    /// <summary>The slots that granted one; the receiver holds it and must leave it.</summary>
    public Task<Slots> Granted => _granted.Task;

    /// <summary>False when the waiter has one already, or has given up.</summary>
    public bool TryGrant(Slots slots) => _granted.TrySetResult(slots);

    /// <summary>Ends the wait; a grant that came first still stands in <see cref="Granted"/>.</summary>
    public void Cancel() => _granted.TrySetCanceled();
}
