using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>The capabilities that a route lacks, by its refusals. Each is forgotten after an hour: models change behind a name, and a gateway picks another host.</summary>
/// <remarks>Thread-safe. While nothing is missing, a look costs one read.</remarks>
internal sealed class MissingCapabilities(Clock clock)
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromHours(1);

    private Known[]? _known;

    public bool Has(ModelCapability capability) => Array.Exists(InForce(), known => known.Capability == capability);

    /// <summary>Whether the request needs one of them at their route.</summary>
    public bool AreNeededBy(RequestDemand demand, Route route)
    {
        foreach (Known known in InForce())
            if (demand.Needs(known.Capability, route))
                return true;
        return false;
    }

    /// <summary>Those that the request needs at their route.</summary>
    public IEnumerable<ModelCapability> NeededBy(RequestDemand demand, Route route) => InForce().Select(known => known.Capability).Where(capability => demand.Needs(capability, route));

    /// <summary>Learns from a refusal.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Learn(ModelCapability missing, long now)
    {
        Known learned = new(missing, now + clock.ToTicks(KnownFor));

        // Invariant: the swap replaces only the list that was copied, so no other lesson is lost.
        while (true)
        {
            Known[]? before = Atomic.VolatileRead(in _known);
            Known[] others = [.. (before ?? []).Where(known => known.Capability != missing && known.Until > now)];
            if (Atomic.CompareAndSwap(ref _known, before, [.. others, learned]))
                return !Array.Exists(before ?? [], known => known.Capability == missing && known.Until > now);
        }
    }

    public IReadOnlyList<MissingCapability> At(long now) =>
        [.. InForce().Where(known => known.Until > now).Select(known => new MissingCapability(known.Capability, clock.ToTimeSpan(known.Until - now)))];

    private Known[] InForce() => Atomic.VolatileRead(in _known) is { } known ? Unlapsed(known, clock.Now) : [];

    private Known[] Unlapsed(Known[] known, long now)
    {
        if (!Array.Exists(known, each => each.Until <= now))
            return known;
        Known[] left = [.. known.Where(each => each.Until > now)];
        Atomic.CompareAndSwap(ref _known, known, left.Length == 0 ? null : left);
        return left;
    }

    private sealed record Known(ModelCapability Capability, long Until);
}
