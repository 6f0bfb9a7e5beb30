namespace CapacityRouting.Providers;

/// <summary>A llama.cpp server: so many calls at once, and no headers.</summary>
internal static class LlamaCppProvider
{
    public static ProviderProfile Profile { get; } = new("LlamaCpp")
    {
        Aliases = ["llama.cpp", "llama_cpp", "llama-cpp"],
        ReservesMaxOutputTokens = false,
        Limiter = LimiterKind.Concurrency,
    };

    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.ContextLengthExceeded)
        {
            Codes = ["exceed_context_size_error"],
            Phrases =
            [
                "exceeds the available context size", "exceed context window", "exceed the available context size",
                "input is too large to process", "context size has been exceeded", "greater than the context length",
                "tokens to keep from the initial prompt is greater", "context the overflows", "context overflow",
                "context shift is disabled", "input*larger than the max context size", "kv cache*full", "failed to find*kv cache slot",
                "context window of",
            ],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["model is not loaded", "no models loaded", "no model is loaded", "failed to load model", "model unloaded"],
        },
        new(FailureKind.Overloaded)
        {
            Codes = ["unavailable_error"],
            Phrases = ["loading model", "model is loading", "slot unavailable", "slots are busy", "all slots"],
        },
        new(FailureKind.ServerError)
        {
            Phrases = ["model has crashed", "llama_decode*failed", "failed to decode"],
            Statuses = [0, 200, 400, 500],
        },
        new(FailureKind.InvalidRequest)
        {
            Codes = ["not_supported_error"],
            Phrases = ["failed to parse grammar", "tools param requires --jinja"],
        },
    ];
}
