namespace CapacityRouting;

/// <summary>A capability that a route lacks, by a refusal. Requests that need it go to other routes until the refusal is forgotten; all others go on as before.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Capability">The capability.</param>
/// <param name="For">How long the refusal still counts: an hour at most.</param>
public readonly record struct MissingCapability(ModelCapability Capability, TimeSpan For);
