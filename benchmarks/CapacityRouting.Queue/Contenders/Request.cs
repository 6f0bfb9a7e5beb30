namespace CapacityRouting.Queue.Contenders;

/// <summary>One thing that a process is to do.</summary>
internal sealed record Request(Verb Verb, string Figure, string Cell);
