namespace CapacityRouting.ScriptedProvider;

/// <summary>One thing that a provider does, and what the router has to make of it.</summary>
/// <param name="Name">As the tests list it.</param>
/// <param name="Reply">What goes over the wire.</param>
/// <param name="Kind">What it is.</param>
internal sealed record Behaviour(string Name, Reply Reply, FailureKind Kind)
{
    /// <summary>The wait that the provider states; null for none.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Whether it states the wait in headers alone.</summary>
    public bool WaitIsInHeaders { get; init; }

    /// <summary>What the refusal covers; not compared when null.</summary>
    public FailureScope? Scope { get; init; }

    /// <summary>Whether it happens to streams only, or to whole answers only; null for both.</summary>
    public bool? Streaming { get; init; }

    /// <summary>What is left of it when a router sees less of the wire; the kind itself where it is not named.</summary>
    public IReadOnlyDictionary<Sight, FailureKind> SeenAs { get; init; } = new Dictionary<Sight, FailureKind>();

    public static IReadOnlyDictionary<Sight, FailureKind> At(FailureKind kind, params Sight[] sights) => sights.ToDictionary(sight => sight, _ => kind);

    public FailureKind KindAt(Sight sight) => SeenAs.TryGetValue(sight, out FailureKind kind) ? kind : Kind;
}
