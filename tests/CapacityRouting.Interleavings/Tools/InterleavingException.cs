namespace CapacityRouting.Interleavings.Tools;

/// <summary>An interleaving under which something does not hold.</summary>
public sealed class InterleavingException(string message, Exception failure) : Exception(message, failure);
