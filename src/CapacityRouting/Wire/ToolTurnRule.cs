namespace CapacityRouting;

/// <summary>
/// What a provider asks of a request with tool calls, beside the calls and their results. A turn that another model began cannot have it, and some chat clients leave it out of the provider's
/// own. The body of the request is made to follow the rule as it is sent, where an adapter or a <see cref="CapacityObserver"/> is under the client. Elsewhere the provider refuses the request,
/// which then goes on to the next route.
/// </summary>
public enum ToolTurnRule
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>
    /// With extended thinking on, the last message with calls begins with thinking that the provider has signed (Anthropic: "Expected `thinking` or `redacted_thinking`, but found `tool_use`").
    /// A request with the results of calls that another model made is sent without <c>thinking</c>. Adaptive thinking has no such rule.
    /// </summary>
    SignedReasoning,

    /// <summary>
    /// The first call of each message has a thought signature (Gemini 3: "Function call is missing a thought_signature"). Where it is missing, it is the placeholder that Google documents,
    /// <c>skip_thought_signature_validator</c>. Models before Gemini 3 have no such rule.
    /// </summary>
    ThoughtSignature,

    /// <summary>Each message with calls has the field <c>reasoning_content</c> (DeepSeek: "Missing `reasoning_content` field in the assistant message"). Where it is missing, it is empty.</summary>
    ReasoningContent,
}
