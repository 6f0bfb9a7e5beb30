namespace CapacityRouting.Failures.Rules;

/// <summary>All that is known of a failed attempt, before anything is made of it.</summary>
/// <param name="Status">The HTTP status, wherever it was seen.</param>
/// <param name="Code">A code that came beside the text: of an <c>ErrorContent</c>, or the name of the exception's type.</param>
/// <param name="Text">The error's body, then the exceptions' messages, each on lines of its own; at most 64 K characters.</param>
/// <param name="Response">What the wire said, where it was observed.</param>
internal readonly record struct FailureSignals(int? Status, string? Code, string Text, ObservedResponse? Response);
