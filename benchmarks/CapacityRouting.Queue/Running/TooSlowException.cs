namespace CapacityRouting.Queue.Running;

/// <summary>A cell took longer than a cell may; the message says what the table shows instead.</summary>
internal sealed class TooSlowException(string message) : Exception(message);
