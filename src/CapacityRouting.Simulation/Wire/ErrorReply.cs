namespace CapacityRouting.Simulation.Wire;

/// <summary>An error on the wire: its status, its body, and its headers beyond those that every response carries.</summary>
internal sealed record ErrorReply(int Status, string Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
