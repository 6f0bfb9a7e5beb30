namespace CapacityRouting.Chat.Affinity;

/// <summary>The groups of routes that see each other's state. Immutable; a reload replaces it whole.</summary>
internal sealed class StateGroups
{
    private readonly ulong[] _groups;

    /// <param name="names">The group of each route, in the user's order; null for a route that keeps to itself.</param>
    public StateGroups(IReadOnlyList<string?> names)
    {
        _groups = new ulong[names.Count];
        for (int route = 0; route < names.Count; route++)
            for (int other = 0; other < names.Count; other++)
                if (route == other || (names[route] is { } name && string.Equals(name, names[other], StringComparison.OrdinalIgnoreCase)))
                    _groups[route] |= 1UL << other;
        All = ulong.MaxValue >> (64 - names.Count);
    }

    /// <summary>One bit for each route.</summary>
    public ulong All { get; }

    /// <summary>Whether some route does not see another's state.</summary>
    public bool AreMany => _groups[0] != All;

    /// <summary>The routes that see this one's state.</summary>
    public ulong Of(int route) => _groups[route];
}
