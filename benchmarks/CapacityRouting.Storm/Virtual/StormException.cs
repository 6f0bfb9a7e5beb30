namespace CapacityRouting.Storm.Virtual;

/// <summary>An exception of a client whose type is unknown to the library.</summary>
internal sealed class StormException(string message) : Exception(message);
