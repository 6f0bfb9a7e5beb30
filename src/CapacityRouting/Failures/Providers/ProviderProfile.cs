using CapacityRouting.Failures.Providers;

namespace CapacityRouting;

/// <summary>
/// How a provider announces and charges capacity: the dialect of its rate-limit headers, what it charges at admission, how its
/// limiter counts.
/// </summary>
/// <remarks>
/// Immutable, and so safe to share. Take a known one and change it: <c>ProviderProfile.OpenAI with { ... }</c>. Where a provider
/// does not document a fact, its profile assumes what is safe: that the limiter charges more and allows shorter bursts.
/// </remarks>
public sealed record ProviderProfile
{
    private static readonly TimeSpan DefaultBurst = TimeSpan.FromSeconds(10);

    internal ProviderProfile(string name) => Name = name;

    /// <summary>OpenAI: one token limit for input and output; buckets that refill continuously and hold the whole limit.</summary>
    public static ProviderProfile OpenAI => OpenAIProvider.Profile;

    /// <summary>A standard deployment on Azure OpenAI: tokens are counted by the minute, requests by the second or by ten.</summary>
    public static ProviderProfile AzureOpenAI => AzureOpenAIProvider.Profile;

    /// <summary>A deployment on Azure OpenAI with provisioned throughput (PTU). Its host does not tell it from a standard one: name it.</summary>
    public static ProviderProfile AzureOpenAIProvisioned => AzureOpenAIProvider.Provisioned;

    /// <summary>Anthropic: separate limits for input and output; what the model writes is counted as it writes, and cached input is free.</summary>
    public static ProviderProfile Anthropic => AnthropicProvider.Profile;

    /// <summary>The Gemini API: its token limit counts input only (<see cref="CapacityLimits.InputTokensPerMinute"/>), and it has no headers.</summary>
    public static ProviderProfile Gemini => GeminiProvider.Profile;

    /// <summary>Google Vertex AI, which has no headers.</summary>
    public static ProviderProfile Vertex => VertexProvider.Profile;

    /// <summary>Amazon Bedrock's runtime, which has no headers.</summary>
    public static ProviderProfile Bedrock => BedrockProvider.Profile;

    /// <summary>Groq: its headers tell requests a day and tokens a minute; cached input is free.</summary>
    public static ProviderProfile Groq => GroqProvider.Profile;

    /// <summary>Mistral: a limit for each model, counted by the minute on the clock.</summary>
    public static ProviderProfile Mistral => MistralProvider.Profile;

    /// <summary>Cohere: calls are limited, not tokens.</summary>
    public static ProviderProfile Cohere => CohereProvider.Profile;

    /// <summary>OpenRouter: requests to free models are limited; headers come only with a refusal.</summary>
    public static ProviderProfile OpenRouter => OpenRouterProvider.Profile;

    /// <summary>GitHub Models, whose headers tell of limits far above those that it enforces: they are not read.</summary>
    public static ProviderProfile GitHubModels => GitHubModelsProvider.Profile;

    /// <summary>Together AI: limits by the second, which follow the use of the last hour.</summary>
    public static ProviderProfile Together => TogetherProvider.Profile;

    /// <summary>Fireworks AI: separate limits for input and output, which follow the use.</summary>
    public static ProviderProfile Fireworks => FireworksProvider.Profile;

    /// <summary>Cerebras: requests and tokens by the minute, the hour and the day.</summary>
    public static ProviderProfile Cerebras => CerebrasProvider.Profile;

    /// <summary>DeepSeek, which documents no headers.</summary>
    public static ProviderProfile DeepSeek => DeepSeekProvider.Profile;

    /// <summary>xAI, which documents no headers.</summary>
    public static ProviderProfile XAI => XAIProvider.Profile;

    /// <summary>Ollama: a queue, and no limits.</summary>
    public static ProviderProfile Ollama => OllamaProvider.Profile;

    /// <summary>A vLLM server: a queue, and no limits.</summary>
    public static ProviderProfile VLlm => VLlmProvider.Profile;

    /// <summary>A llama.cpp server: so many calls at once, and no limits.</summary>
    public static ProviderProfile LlamaCpp => LlamaCppProvider.Profile;

    /// <summary>Any other provider or gateway: every known dialect is tried, and each fact is the safe assumption.</summary>
    public static ProviderProfile Generic => GenericProvider.Profile;

    /// <summary>Every profile, <see cref="Generic"/> the last.</summary>
    public static IReadOnlyList<ProviderProfile> All => ProviderCatalogue.All;

    /// <summary>The provider's name, as snapshots show it and configuration spells it.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether the provider charges <c>max_tokens</c> when it admits a call, rather than what the model writes. Default: true,
    /// the safe assumption.
    /// </summary>
    public bool ReservesMaxOutputTokens { get; init; } = true;

    /// <summary>
    /// Whether what was charged for output at admission and not written is given back when the answer ends. Default: false, the safe
    /// assumption. Without meaning where <see cref="ReservesMaxOutputTokens"/> is false.
    /// </summary>
    public bool ReturnsUnusedOutputTokens { get; init; }

    /// <summary>
    /// What an output token counts of an input token in limits of both together, at least 1: Amazon Bedrock's burndown rate, 5 for some models of
    /// Claude. Reserved and settled so; limits of output alone count tokens. Default: 1, also in <see cref="Bedrock"/>, for it differs by model.
    /// </summary>
    public double OutputTokenWeight { get; init; } = 1;

    /// <summary>What a cached input token counts of a fresh one: 0 (free) to 1. Default: 1.</summary>
    public double CachedTokenWeight { get; init; } = 1;

    /// <summary>Whether a call that failed counts towards the request limits. Default: true, the safe assumption.</summary>
    public bool ChargesFailedCalls { get; init; } = true;

    /// <summary>
    /// Whether a request may end with a part of the assistant's answer, for the model to go on from there: what continues an answer that broke off
    /// (<see cref="CapacityRoutingOptions.MaxContinuations"/>). Default: false, the safe assumption. Some providers take it for some models only: a model that
    /// refuses it is passed over for the next.
    /// </summary>
    public bool SupportsAssistantPrefill { get; init; }

    /// <summary>
    /// Whether every stream of the provider ends with a finish reason, so that one without it was cut off, also the first that a route gives. Default: false.
    /// Routes learn it of a provider that is not known, from the first stream that ends with one.
    /// </summary>
    public bool AlwaysGivesFinishReason { get; init; }

    /// <summary>
    /// How its limiter counts. Default: not known. Limits of a minute are mirrored accordingly: a window (<see cref="LimiterKind.FixedWindow"/>,
    /// <see cref="LimiterKind.SlidingWindow"/>) by a count of the window that ends now, which keeps every window within the limit, whenever the
    /// provider's begin; any other by a bucket that refills continuously.
    /// </summary>
    public LimiterKind Limiter { get; init; }

    /// <summary>
    /// How much of a minute's requests may be spent at once, as the time in which they flow back: at most a minute. Where the limiter counts
    /// in windows (<see cref="Limiter"/>), the length of those: a minute is the whole limit in any minute, a second a sixtieth in any second.
    /// Default: 10 seconds, since many providers enforce their minute in shorter grains. Of a provider whose limiter is not known, a limit that only its
    /// headers tell is had at once, all of it, until it refuses a call.
    /// </summary>
    public TimeSpan RequestBurst { get; init; } = DefaultBurst;

    /// <summary>
    /// How much of a minute's tokens may be spent at once, as the time in which they flow back: at most a minute. Where the limiter counts
    /// in windows, the length of those, as with <see cref="RequestBurst"/>. Default: 10 seconds.
    /// </summary>
    public TimeSpan TokenBurst { get; init; } = DefaultBurst;

    /// <summary>Whether nobody has said how much may be had at once.</summary>
    internal bool HasDefaultBursts => RequestBurst == DefaultBurst && TokenBurst == DefaultBurst;

    /// <summary>How its limits of a day come back. Default: continuously.</summary>
    public LimitReset DailyReset { get; init; }

    /// <summary>The time zone in which its days and months begin, by its IANA name. Default: none, which is UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What its headers say of its limits.</summary>
    internal HeaderDialect Headers { get; init; } = HeaderDialect.None;

    /// <summary>The hosts that it serves from; an asterisk stands for any characters.</summary>
    internal IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>What clients and configuration call it beside its <see cref="Name"/>; compared without regard to case.</summary>
    internal IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// The profile for a client: by the host that it calls, since an SDK may be pointed at another provider's, then by the
    /// provider name; <see cref="Generic"/> where neither is known, and where the client of OpenAI calls a host that is not
    /// OpenAI's: it speaks the protocol, and that is all the name says.
    /// </summary>
    /// <param name="endpoint">The address that the client calls, as its metadata say it; null where they do not.</param>
    /// <param name="providerName">The provider's name, as the client's metadata say it; null where they do not.</param>
    public static ProviderProfile For(Uri? endpoint, string? providerName) => ProviderCatalogue.For(endpoint, providerName);

    /// <summary>The profile of that name or alias, without regard to case; null for none.</summary>
    internal static ProviderProfile? Named(string name) => ProviderCatalogue.Named(name);
}
