namespace CapacityRouting.Queue.WakeUps;

/// <summary>The system's time as an injected one. The library runs continuations in place in injected time.</summary>
internal sealed class PassedTime : TimeProvider;
