namespace CapacityRouting.Simulation;

/// <summary>Calls in the order of their arrival.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
public sealed class Workload
{
    /// <summary>Makes a workload.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="calls">Its calls, the earliest first: at least one.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty, there is no call, or the times go backwards.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="calls"/> is null.</exception>
    public Workload(string name, IEnumerable<SimulatedCall> calls)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(calls);
        Name = name;
        Calls = [.. calls];
        if (Calls.Count == 0)
            throw new ArgumentException($"Workload '{name}' has no calls.", nameof(calls));
        for (int i = 1; i < Calls.Count; i++)
            if (Calls[i].At < Calls[i - 1].At)
                throw new ArgumentException($"Workload '{name}': call {i + 1} arrives at {Calls[i].At}, before the one ahead of it at {Calls[i - 1].At}.", nameof(calls));
    }

    /// <summary>The name in reports.</summary>
    public string Name { get; }

    /// <summary>Its calls, the earliest first.</summary>
    public IReadOnlyList<SimulatedCall> Calls { get; }

    /// <summary>When the last of them arrives.</summary>
    public TimeSpan Duration => Calls[^1].At;
}
