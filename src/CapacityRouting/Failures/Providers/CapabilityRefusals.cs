namespace CapacityRouting.Failures.Providers;

/// <summary>
/// Refusals of what one request needs and the model or its host lacks. Another route may have it, and requests that do not need it go on here. The words are those of OpenRouter,
/// vLLM, Ollama, llama.cpp, OpenAI, Anthropic, Gemini and Bedrock.
/// </summary>
internal static class CapabilityRefusals
{
    public static FailureRule[] Failures { get; } =
    [
        Lacking(
            ModelCapability.Tools,
            "no endpoints found that support tool use", "does not support tools", "does not support tool use", "does not support tool calling", "does not support function calling",
            "doesn't support tool use", "tool use is not supported", "tool calling is not supported", "function calling is not supported", "function calling is not enabled",
            "tools is not supported", "tools are not supported", "tools param requires --jinja", "tool use in streaming mode"),
        Lacking(
            ModelCapability.ToolChoice,
            "no endpoints found that support the provided*tool_choice", "requires --enable-auto-tool-choice", "tool_choice is not supported", "does not support tool_choice",
            "tool_choice*is not supported", "does not support the tool_choice", "does not support forced tool", "doesn't support toolconfig.toolchoice"),
        Lacking(
            ModelCapability.StructuredOutput,
            "response_format' of type*is not supported", "response_format is not supported", "does not support response_format", "does not support structured output",
            "does not support json_schema", "json_schema is not supported", "structured outputs are not supported", "does not support json mode", "json mode is not supported",
            "does not support output format"),
        Lacking(
            ModelCapability.Images,
            "no endpoints found that support image input", "is not multimodal", "not a multimodal model", "does not support image", "doesn't support the image content", "image input is not supported",
            "image inputs are not supported", "images are not supported", "image_url is only supported by certain models", "does not support vision", "unknown variant `image_url`",
            "at most 0 image", "mmproj", "input type*image*is not supported", "no image input support"),
        Lacking(
            ModelCapability.Audio,
            "no endpoints found that support input audio", "no endpoints found that support audio input", "does not support audio", "audio input is not supported", "at most 0 audio", "input_audio is not supported"),
        Lacking(
            ModelCapability.Documents,
            "no endpoints found that support file", "does not support pdf", "doesn't support documents", "does not support document", "pdf input is not supported", "file input is not supported"),
        Lacking(
            ModelCapability.AssistantPrefill,
            "does not support assistant message prefill", "conversation must end with a user message", "prefilling assistant responses is not supported", "assistant response prefill is incompatible",
            "does not support assistant prefill", "last message must be a user message", "cannot set `add_generation_prompt`"),
    ];

    private static FailureRule Lacking(ModelCapability capability, params string[] phrases) =>
        new(FailureKind.InvalidRequest) { Lacks = capability, Phrases = phrases, Statuses = [0, 200, 400, 404, 405, 422, 500, 501], IsOwn = true };
}
