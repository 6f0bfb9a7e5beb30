namespace CapacityRouting.Failures.Rules;

/// <summary>The result of the rules for a failure's signals.</summary>
internal readonly record struct FailureClassification(FailureKind Kind, FailureScope Scope, string? Code);
