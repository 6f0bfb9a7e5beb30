namespace CapacityRouting.Storm.Virtual;

/// <summary>What a client throws that nobody has heard of.</summary>
internal sealed class StormException(string message) : Exception(message);
