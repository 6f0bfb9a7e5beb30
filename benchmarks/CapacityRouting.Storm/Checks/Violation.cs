namespace CapacityRouting.Storm.Checks;

/// <summary>Something that must not happen, and did.</summary>
/// <param name="Rule">What was broken, in the same words each time.</param>
/// <param name="Detail">Where, and what was seen.</param>
internal sealed record Violation(string Rule, string Detail);
