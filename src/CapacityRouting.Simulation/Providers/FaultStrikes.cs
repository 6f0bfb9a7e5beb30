namespace CapacityRouting.Simulation.Providers;

/// <summary>The requests that a provider's faults strike. Not thread-safe; the provider holds the lock.</summary>
internal sealed class FaultStrikes
{
    private readonly HashSet<int> _struckOnce = [];

    /// <summary>Whether a fault strikes a request now.</summary>
    public bool Hits(Fault fault, ProviderRequest request, TimeSpan now, Random random)
    {
        if (!fault.Covers(now))
            return false;
        return fault.EveryNth is { } nth
            ? request.Call >= 0 && (request.Call + 1) % nth == 0 && _struckOnce.Add(request.Call)
            : random.NextDouble() < fault.Share;
    }

    /// <summary>Whether a kind of fault replaces the whole answer. The other kinds spoil an answer that has begun.</summary>
    public static bool IsAtTheDoor(FaultKind kind) => kind is FaultKind.Outage or FaultKind.StrayRefusal or FaultKind.ServerError or FaultKind.Reset;
}
