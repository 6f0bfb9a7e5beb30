using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Time;

namespace CapacityRouting;

/// <summary>
/// One account's capacity, for several routes to share: give the same instance to each
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

    /// <summary>Makes a quota of its own.</summary>
    /// <param name="name">How reports and snapshots call it.</param>
    /// <param name="limits">What all its routes together may take. Checked when a client is made.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    public CapacityQuota(string name, CapacityLimits limits)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(limits);
        Name = name;
        FirstLimits = limits;
        _limits = limits;
    }

    /// <summary>How reports and snapshots call it.</summary>
    public string Name { get; }

    /// <summary>The limits in force.</summary>
    public CapacityLimits Limits => Atomic.VolatileRead(in _limits);

    internal CapacityLimits FirstLimits { get; }

    internal void Change(CapacityLimits limits, long now)
    {
        // Invariant: the limits are there before it is asked whether the quota is, and who makes the quota does the reverse: one sees the other.
        Atomic.Exchange(ref _limits, limits);
        if (Atomic.VolatileRead(in _quota) is { } quota)
            PutInForce(quota, now);
    }

    /// <summary>The quota behind it. What its buckets hold by default, the first client to ask says for all.</summary>
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

        // Invariant: whoever puts limits in force last has looked since whether there are newer ones.
        do
        {
            limits = Limits;
            quota.Reconfigure(limits, now);
        }
        while (limits != Limits);
    }
}
