namespace CapacityRouting.Failures.Providers;

/// <summary>A vLLM server: calls under way and a queue. It has no rate-limit headers, but a gateway before it may have some.</summary>
internal static class VLlmProvider
{
    public static ProviderProfile Profile { get; } = new("VLlm")
    {
        Headers = GenericProvider.Headers,
        ReservesMaxOutputTokens = false,
        Limiter = LimiterKind.Continuous,
        // Only with "continue_final_message" in the request, which chat clients don't set. Otherwise the model begins another message.
        SupportsAssistantPrefill = false,
    };

    /// <summary>Failure rules of self-hosted servers.</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases =
            [
                "longer than the maximum model length", "max_model_len", "length of prompt_tokens", "configured context size", "must be less than max_seq_len", "decoder prompt*longer than", "exceeds model maximum",
                "longer than the model's context length", "must have less than*tokens", "`inputs` must have less",
                "`inputs` tokens + `max_new_tokens`", "tokens exceed*max_input_tokens", "requested token count exceeds",
                "exceeds the maximum allowed length", "maximum allowed input length", "input length*exceeds*maximum",
            ],
        },
        new(FailureKind.ServerError)
        {
            Codes = ["EngineDeadError", "EngineGenerateError", "generation"],
            Phrases = ["enginecore encountered an issue", "background loop has errored", "engine*is dead", "cuda out of memory"],
            Statuses = [0, 200, 400, 424, 500],
        },
        // A validator's own codes. Its messages quote the caller's words, which may be anything, so the codes go before every phrase.
        new(FailureKind.InvalidRequest)
        {
            Codes =
            [
                "value_error", "missing", "extra_forbidden", "json_invalid", "literal_error", "string_type", "int_type", "int_parsing",
                "float_parsing", "bool_parsing", "list_type", "dict_type", "model_type", "union_tag_invalid", "string_too_long",
            ],
            Statuses = [422],
            Fault = RequestFault.Quoting,
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["detail\":*\"msg\":", "detail':*'msg':"],
            Statuses = [422],
            Fault = RequestFault.Quoting,
        },
        new(FailureKind.InvalidRequest)
        {
            Codes = ["BadRequest", "validation"],
            Statuses = [0, 200, 400, 422],
            IsBroad = true,
            Fault = RequestFault.Vague,
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases = ["input should be a valid"],
        },
    ];
}
