namespace CapacityRouting.Simulation.Wire;

/// <summary>An error as it goes over the wire, beside the headers that every response carries.</summary>
internal sealed record ErrorReply(int Status, string Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
