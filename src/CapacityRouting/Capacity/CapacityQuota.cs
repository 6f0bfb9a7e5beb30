using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Time;

namespace CapacityRouting;

/// <summary>
/// The capacity of one account, shared by several routes. Give the same instance to each route (<see cref="RouteSettings.Quota"/>).
/// Units that one route takes are gone for the others.
/// </summary>
/// <remarks>
/// Thread-safe. Routes of several clients in one process may share it, provided those clients use the same
/// <see cref="TimeProvider"/>.
/// </remarks>
/// <example>
/// <code>
/// CapacityQuota account = new("openai", new() { RequestsPerMinute = 500, TokensPerMinute = 200_000 });
/// return new CapacityAwareChatClient(
/// [
///     new ModelRoute("gpt", gpt) { Quota = account },
///     new ModelRoute("mini", mini) { Quota = account },
/// ]);
/// </code>
/// </example>
public sealed class CapacityQuota
{
    private CapacityLimits _limits;
    private Quota? _quota;

    /// <summary>Makes a quota.</summary>
    /// <param name="name">The name in reports and snapshots.</param>
    /// <param name="limits">The limits of all its routes together. A client checks them when it is made.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="limits"/> is null.</exception>
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
        // Invariant: the limits are written before the quota is read. The code that makes the quota does the reverse, so one of the two sees the other.
        Atomic.Exchange(ref _limits, limits);
        if (Atomic.VolatileRead(in _quota) is { } quota)
            PutInForce(quota, now);
    }

    /// <summary>The internal quota. The first client to attach decides what its buckets hold by default.</summary>
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

        // Invariant: the last thread to put limits in force has checked afterwards that there are no newer ones.
        do
        {
            limits = Limits;
            quota.Reconfigure(limits, now);
        }
        while (limits != Limits);
    }
}
