namespace CapacityRouting.Failures.Rules;

/// <summary>The signals of a failed attempt, before classification.</summary>
/// <param name="Status">The HTTP status code, from any source.</param>
/// <param name="Code">An error code beside the text: of an <c>ErrorContent</c>, or the name of the exception's type.</param>
/// <param name="Text">The error's body, then the exceptions' messages, each on lines of its own. At most 64 K characters.</param>
/// <param name="Response">The response on the wire, where it was observed.</param>
internal readonly record struct FailureSignals(int? Status, string? Code, string Text, ObservedResponse? Response);
