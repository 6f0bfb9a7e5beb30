namespace CapacityRouting.Failures.Providers;

/// <summary>A llama.cpp server. It limits concurrent calls and has no rate-limit headers.</summary>
internal static class LlamaCppProvider
{
    public static ProviderProfile Profile { get; } = new("LlamaCpp")
    {
        Aliases = ["llama.cpp", "llama_cpp", "llama-cpp"],
        ReservesMaxOutputTokens = false,
        Limiter = LimiterKind.Continuous,
        // The server's default, unless it was started with --no-prefill-assistant (github.com/ggml-org/llama.cpp/pull/13608).
        SupportsAssistantPrefill = true,
    };

    /// <summary>Failure rules of local servers.</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["exceed_context_size_error"],
            Phrases =
            [
                "exceeds the available context size", "exceed context window", "input is too large to process",
                "context size has been exceeded", "greater than the context length", "tokens to keep from the initial prompt is greater",
                "context the overflows", "input*larger than the max context size", "context window of", "exceeds n_ctx",
                "configured context size is",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["model is not loaded", "no models loaded", "no model is loaded", "failed to load model", "model unloaded"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["unavailable_error"],
            Phrases = ["loading model", "model is loading", "slot unavailable", "all slots are busy", "no slot available"],
        },
        new(FailureKind.ServerError)
        {
            Phrases = ["model has crashed", "llama_decode*failed", "failed to decode"],
            Statuses = [0, 200, 400, 500],
        },
        new(FailureKind.InvalidRequest)
        {
            Codes = ["not_supported_error"],
            Phrases = ["failed to parse grammar"],
        },
    ];
}
