namespace CapacityRouting.Wire;

/// <summary>One server-sent event, or one line of JSON lines.</summary>
internal readonly record struct WireEvent(bool IsError, string Data);
