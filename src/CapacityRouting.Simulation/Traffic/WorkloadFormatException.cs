namespace CapacityRouting.Simulation;

/// <summary>A file is not a workload. The message has a line for each error, <c>file(line): reason</c>: the first 20, and how many more there are.</summary>
public sealed class WorkloadFormatException : FormatException
{
    internal WorkloadFormatException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
