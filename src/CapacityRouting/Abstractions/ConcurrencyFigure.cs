namespace CapacityRouting.Abstractions;

/// <summary>What a refusal says of a limit of calls under way.</summary>
/// <param name="Limit">The calls that may be under way, at least 1; null where the refusal gives no figure.</param>
internal readonly record struct ConcurrencyFigure(int? Limit);
