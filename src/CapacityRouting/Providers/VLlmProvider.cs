namespace CapacityRouting.Providers;

/// <summary>A vLLM server: calls under way and a queue. No headers of its own, but a gateway before it may have some.</summary>
internal static class VLlmProvider
{
    public static ProviderProfile Profile { get; } = new("VLlm")
    {
        Headers = GenericProvider.Headers,
        ReservesMaxOutputTokens = false,
        Limiter = LimiterKind.Concurrency,
    };

    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases =
            [
                "longer than the maximum model length", "max_model_len", "decoder prompt*longer than", "exceeds model maximum",
                "longer than the model's context length", "input is longer", "input length*exceeds*maximum", "must have less than*tokens",
                "`inputs` must have less", "`inputs` tokens + `max_new_tokens`", "tokens exceed*max_input_tokens",
                "requested token count exceeds", "exceeds the maximum allowed length", "maximum allowed input length",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["model*does not exist"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["overloaded", "incomplete_generation", "EngineOverloaded"],
            Phrases = ["model is overloaded", "request queue is full", "the request queue is full", "exceeds maximum queue size"],
        },
        new(FailureKind.ServerError)
        {
            Codes = ["EngineDeadError", "AsyncEngineDeadError", "EngineGenerateError", "generation"],
            Phrases =
            [
                "enginecore encountered an issue", "background loop has errored", "engine*is dead", "out of memory", "cuda out of memory",
            ],
            Statuses = [0, 200, 400, 424, 500],
        },
        new(FailureKind.InvalidRequest)
        {
            Codes = ["BadRequestError", "UnprocessableEntityError", "BadRequest", "validation"],
            Statuses = [0, 200, 400, 422],
            IsBroad = true,
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases =
            [
                "as a chat template", "chat template", "must be a multiple", "requires --enable-auto-tool-choice",
                "input should be a valid",
            ],
        },
    ];
}
