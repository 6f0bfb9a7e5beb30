namespace CapacityRouting.Storm.Calls;

/// <summary>What a caller throws in the body of its loop.</summary>
internal sealed class LoopBodyException() : Exception("The caller's own.");
