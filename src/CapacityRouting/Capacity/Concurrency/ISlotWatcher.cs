namespace CapacityRouting.Capacity.Concurrency;

/// <summary>Who wants to know when a call has left a quota: it may have left a slot, or given units back.</summary>
internal interface ISlotWatcher
{
    /// <summary>Called after the fact, outside of any lock, by whoever left.</summary>
    void OnReleased();
}
