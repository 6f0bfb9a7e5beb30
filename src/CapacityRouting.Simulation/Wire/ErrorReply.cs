namespace CapacityRouting.Simulation.Wire;

/// <summary>An error on the wire: its status, its body, and its headers beyond those that every response carries.</summary>
internal sealed record ErrorReply(int Status, string Body)
{
    /// <summary>No reply at all: the connection breaks.</summary>
    public static ErrorReply Reset { get; } = new(0, string.Empty);

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
