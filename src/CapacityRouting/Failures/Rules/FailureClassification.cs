namespace CapacityRouting.Failures.Rules;

/// <summary>What the rules make of the evidence.</summary>
internal readonly record struct FailureClassification(FailureKind Kind, FailureScope Scope, string? Code);
