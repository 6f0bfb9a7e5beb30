using CapacityRouting.Queue.Models;

namespace CapacityRouting.Queue.Fairness;

/// <summary>Callers of one kind, each of which makes a new call as soon as the last one has ended.</summary>
/// <param name="Callers">How many there are.</param>
/// <param name="Script">The calls that they make.</param>
internal sealed record Party(int Callers, CallScript Script)
{
    public bool IsStreaming { get; init; }
}
