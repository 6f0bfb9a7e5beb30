using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Time;

namespace CapacityRouting;

/// <summary>
/// The capacity of one account, shared by several routes. Give the same instance to each
/// (<c>RouteSettings.Quota</c>). What one route takes, the others no longer have.
/// </summary>
/// <remarks>
/// Thread-safe. Routes of several clients in one process may share it, provided those clients use the same
/// <see cref="TimeProvider"/>.
/// </remarks>
public sealed class CapacityQuota
{
    private CapacityLimits _limits;
    private Quota? _quota;

    /// <summary>Makes a quota.</summary>
    /// <param name="name">The name in reports and snapshots.</param>
    /// <param name="limits">The limits of all its routes together. They are checked when a client is made.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public CapacityQuota(string name, CapacityLimits limits)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(limits);
        Name = name;
        FirstLimits = limits;
        _limits = limits;
    }

    /// <summary>The name in reports and snapshots.</summary>
    public string Name { get; }

    /// <summary>The limits in force.</summary>
    public CapacityLimits Limits => Atomic.VolatileRead(in _limits);

    internal CapacityLimits FirstLimits { get; }

    internal void Change(CapacityLimits limits, long now)
    {
        // Invariant: a change writes the limits and then reads the quota; Attach writes the quota and then reads the limits. So one of the two sees the other.
        Atomic.Exchange(ref _limits, limits);
        if (Atomic.VolatileRead(in _quota) is { } quota)
            PutInForce(quota, now);
    }

    /// <summary>The quota in use. The first client to attach decides the default bursts for all.</summary>
    internal Quota Attach(Clock clock, Jitter jitter, BurstDefaults? bursts = null)
    {
        if (Atomic.VolatileRead(in _quota) is null)
            Atomic.CompareAndSwap(ref _quota, null, new Quota(Limits, clock, jitter, bursts));
        Quota quota = Atomic.VolatileRead(in _quota)!;
        if (!ReferenceEquals(quota.Clock.Provider, clock.Provider))
            throw new ArgumentException($"Quota '{Name}': the clients that share it use different TimeProviders.");
        PutInForce(quota, clock.Now);
        return quota;
    }

    private void PutInForce(Quota quota, long now)
    {
        CapacityLimits limits;

        // Invariant: the last thread to put limits in force has checked afterwards that no newer ones exist.
        do
        {
            limits = Limits;
            quota.Reconfigure(limits, now);
        }
        while (limits != Limits);
    }
}
