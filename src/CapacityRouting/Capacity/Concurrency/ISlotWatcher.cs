namespace CapacityRouting.Capacity.Concurrency;

/// <summary>A watcher of a quota: it is notified when a call has left, which may have released a slot or given units back.</summary>
internal interface ISlotWatcher
{
    /// <summary>Called after the release, outside of any lock, on the releasing thread.</summary>
    void OnReleased();
}
