namespace CapacityRouting.Simulation;

/// <summary>A file is not a workload. The message has a line for each error, <c>file(line): reason</c>: the first 20, and the number of the others.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
public sealed class WorkloadFormatException : FormatException
{
    internal WorkloadFormatException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
