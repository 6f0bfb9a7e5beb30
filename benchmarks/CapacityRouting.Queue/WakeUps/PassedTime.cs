namespace CapacityRouting.Queue.WakeUps;

/// <summary>The system's time as an injected one: the library goes its way for injected times, in real time.</summary>
internal sealed class PassedTime : TimeProvider;
