namespace CapacityRouting.Failures.Providers;

/// <summary>Ollama. It has a queue of bounded length and no rate-limit headers.</summary>
internal static class OllamaProvider
{
    private const int Port = 11434;

    public static ProviderProfile Profile { get; } = new("Ollama")
    {
        ReservesMaxOutputTokens = false,
        Limiter = LimiterKind.Continuous,
        // Ollama's maintainers: "this is already essentially how the API already works" (github.com/ollama/ollama/issues/6778).
        SupportsAssistantPrefill = true,
    };

    /// <summary>Whether Ollama's port is on this machine or this network: an address, or a name without a domain.</summary>
    public static bool Serves(Uri uri) =>
        uri.Port == Port && (uri.IsLoopback || uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || IsLocalName(uri.Host));

    private static bool IsLocalName(string host) =>
        !host.Contains('.', StringComparison.Ordinal)
        || host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase);

    /// <summary>Failure rules of Ollama's server and cloud.</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Phrases = ["hourly usage limit", "weekly usage limit", "session usage limit", "reached your*usage limit"],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["exceeded max context length", "exceeds maximum context length", "input length exceeds", "prompt too long"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["try pulling it first"],
        },
        new(FailureKind.Overloaded)
        {
            Phrases =
            [
                "maximum pending requests exceeded", "llm server loading model", "timed out waiting for llama runner to start",
                "llama runner process*loading",
            ],
        },
        new(FailureKind.ServerError)
        {
            Phrases =
            [
                "llama runner process has terminated", "model runner has unexpectedly stopped", "model requires more system memory",
                "model failed to load", "unable to allocate", "cudamalloc failed", "cuda error", "unexpected server status",
            ],
            Statuses = [0, 200, 400, 500],
        },
        new(FailureKind.InvalidRequest)
        {
            Phrases =
            [
                "does not support thinking", "does not support images", "does not support generate",
                "does not support chat", "this model is missing data required for image input",
            ],
        },
    ];
}
