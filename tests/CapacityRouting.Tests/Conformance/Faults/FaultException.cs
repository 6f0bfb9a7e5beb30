namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>What a faulty part throws; no part of the library throws it.</summary>
internal sealed class FaultException(int call) : Exception($"the part's call {call}");
