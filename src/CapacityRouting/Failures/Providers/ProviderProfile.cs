using CapacityRouting.Failures.Providers;

namespace CapacityRouting;

/// <summary>
/// A provider's facts about capacity: the dialect of its rate-limit headers, what it charges at admission, and how its
/// limiter counts.
/// </summary>
/// <remarks>
/// Immutable, and so safe to share. To change a known profile: <c>ProviderProfile.OpenAI with { ... }</c>. Where a provider
/// does not document a fact, its profile assumes the safe value: a limiter that charges more and allows shorter bursts.
/// </remarks>
public sealed record ProviderProfile
{
    private static readonly TimeSpan DefaultBurst = TimeSpan.FromSeconds(10);

    internal ProviderProfile(string name) => Name = name;

    /// <summary>OpenAI: one token limit for input and output. Its buckets refill continuously and hold the whole limit.</summary>
    public static ProviderProfile OpenAI => OpenAIProvider.Profile;

    /// <summary>A standard deployment on Azure OpenAI. Its limiter counts tokens per minute, and requests per second or per ten seconds.</summary>
    public static ProviderProfile AzureOpenAI => AzureOpenAIProvider.Profile;

    /// <summary>A deployment on Azure OpenAI with provisioned throughput (PTU). Its host is the same as a standard deployment's: set this profile by name.</summary>
    public static ProviderProfile AzureOpenAIProvisioned => AzureOpenAIProvider.Provisioned;

    /// <summary>Anthropic: separate limits for input and output. Output counts as the model writes it, and cached input is free.</summary>
    public static ProviderProfile Anthropic => AnthropicProvider.Profile;

    /// <summary>The Gemini API. Its token limit counts input only (<see cref="CapacityLimits.InputTokensPerMinute"/>), and it has no rate-limit headers.</summary>
    public static ProviderProfile Gemini => GeminiProvider.Profile;

    /// <summary>Google Vertex AI, which has no headers.</summary>
    public static ProviderProfile Vertex => VertexProvider.Profile;

    /// <summary>Amazon Bedrock's runtime, which has no headers.</summary>
    public static ProviderProfile Bedrock => BedrockProvider.Profile;

    /// <summary>Groq: its headers show requests per day and tokens per minute. Cached input is free.</summary>
    public static ProviderProfile Groq => GroqProvider.Profile;

    /// <summary>Mistral: one limit for each model, counted per minute of the clock.</summary>
    public static ProviderProfile Mistral => MistralProvider.Profile;

    /// <summary>Cohere: limits count calls, not tokens.</summary>
    public static ProviderProfile Cohere => CohereProvider.Profile;

    /// <summary>OpenRouter: requests to free models are limited. Only a refusal has rate-limit headers.</summary>
    public static ProviderProfile OpenRouter => OpenRouterProvider.Profile;

    /// <summary>GitHub Models. Its headers show limits far above the enforced ones, so they are not read.</summary>
    public static ProviderProfile GitHubModels => GitHubModelsProvider.Profile;

    /// <summary>Together AI: limits per second, which follow the usage of the last hour.</summary>
    public static ProviderProfile Together => TogetherProvider.Profile;

    /// <summary>Fireworks AI: separate limits for input and output, which follow usage.</summary>
    public static ProviderProfile Fireworks => FireworksProvider.Profile;

    /// <summary>Cerebras: requests and tokens per minute, hour and day.</summary>
    public static ProviderProfile Cerebras => CerebrasProvider.Profile;

    /// <summary>DeepSeek, which documents no headers.</summary>
    public static ProviderProfile DeepSeek => DeepSeekProvider.Profile;

    /// <summary>xAI, which documents no headers.</summary>
    public static ProviderProfile XAI => XAIProvider.Profile;

    /// <summary>Ollama: a queue, and no limits.</summary>
    public static ProviderProfile Ollama => OllamaProvider.Profile;

    /// <summary>A vLLM server: a queue, and no limits.</summary>
    public static ProviderProfile VLlm => VLlmProvider.Profile;

    /// <summary>A llama.cpp server: a limit of concurrent calls, and no rate limits.</summary>
    public static ProviderProfile LlamaCpp => LlamaCppProvider.Profile;

    /// <summary>Any other provider or gateway. Every known header dialect is tried, and each fact is the safe assumption.</summary>
    public static ProviderProfile Generic => GenericProvider.Profile;

    /// <summary>Every profile, <see cref="Generic"/> the last.</summary>
    public static IReadOnlyList<ProviderProfile> All => ProviderCatalogue.All;

    /// <summary>The provider's name, as in snapshots and in configuration.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether the provider charges <c>max_tokens</c> at admission, rather than the output as the model writes it. Default: true,
    /// the safe assumption.
    /// </summary>
    public bool ReservesMaxOutputTokens { get; init; } = true;

    /// <summary>
    /// Whether the provider returns output tokens that it charged at admission and the model did not write, when the answer ends. Default: false, the safe
    /// assumption. Without effect where <see cref="ReservesMaxOutputTokens"/> is false.
    /// </summary>
    public bool ReturnsUnusedOutputTokens { get; init; }

    /// <summary>
    /// The weight of an output token in limits that count input and output together, at least 1. Default: 1. Amazon Bedrock's burndown rate is 5 for some
    /// models of Claude; it differs by model, so <see cref="Bedrock"/> has 1 too. Limits of output alone count tokens. Reservations and settlements use the weight.
    /// </summary>
    public double OutputTokenWeight { get; init; } = 1;

    /// <summary>The weight of a cached input token relative to an uncached one: 0 (free) to 1. Default: 1.</summary>
    public double CachedTokenWeight { get; init; } = 1;

    /// <summary>Whether a call that failed counts towards the request limits. Default: true, the safe assumption.</summary>
    public bool ChargesFailedCalls { get; init; } = true;

    /// <summary>
    /// Whether a request may end with a part of the assistant's answer, from which the model continues. It is needed to continue an answer that broke off
    /// (<see cref="CapacityRoutingOptions.MaxContinuations"/>). Default: false, the safe assumption. Some providers accept it for some models only: after a
    /// model's refusal the router asks the next one.
    /// </summary>
    public bool SupportsAssistantPrefill { get; init; }

    /// <summary>
    /// Whether every stream of the provider ends with a finish reason. A stream without one then counts as cut off, also a route's first stream. Default: false.
    /// With a provider that is not known, a route learns this from the first stream that ends with a finish reason.
    /// </summary>
    public bool AlwaysGivesFinishReason { get; init; }

    /// <summary>
    /// The kind of the provider's limiter. Default: not known. It decides how limits of a minute are mirrored. For a window (<see cref="LimiterKind.FixedWindow"/>,
    /// <see cref="LimiterKind.SlidingWindow"/>) the mirror counts the window that ends now, which keeps every window within the limit, whenever the
    /// provider's windows begin. For any other kind the mirror is a bucket that refills continuously.
    /// </summary>
    public LimiterKind Limiter { get; init; }

    /// <summary>
    /// The part of a minute's requests that may be spent at once, as the time in which they flow back. At most a minute. Default: 10 seconds, since many
    /// providers enforce their minute in shorter grains. Where the limiter counts in windows (<see cref="Limiter"/>), the length of a window: a minute is
    /// the whole limit in any minute, a second is a sixtieth in any second. Where the limiter is not known, a limit that only the
    /// headers state may be spent at once, until the provider refuses a call.
    /// </summary>
    public TimeSpan RequestBurst { get; init; } = DefaultBurst;

    /// <summary>
    /// The part of a minute's tokens that may be spent at once, as the time in which they flow back. At most a minute. Default: 10 seconds. Where the
    /// limiter counts in windows, the length of a window, as with <see cref="RequestBurst"/>.
    /// </summary>
    public TimeSpan TokenBurst { get; init; } = DefaultBurst;

    /// <summary>Whether both bursts still have their default.</summary>
    internal bool HasDefaultBursts => RequestBurst == DefaultBurst && TokenBurst == DefaultBurst;

    /// <summary>How the provider's limits of a day reset. Default: continuously.</summary>
    public LimitReset DailyReset { get; init; }

    /// <summary>The time zone in which the provider's days and months begin, by its IANA name. Default: none, which is UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The dialect of the provider's rate-limit headers.</summary>
    internal HeaderDialect Headers { get; init; } = HeaderDialect.None;

    /// <summary>The provider's hosts. An asterisk stands for any characters.</summary>
    internal IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The provider's names in clients and configuration, beside its <see cref="Name"/>. Case is ignored.</summary>
    internal IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// The profile for a client. The host decides first, since an SDK may be pointed at another provider's. The provider name decides
    /// next. <see cref="Generic"/> is the result where neither is known. It is also the result where OpenAI's client calls a host that is not
    /// OpenAI's: the client's name then only means the protocol.
    /// </summary>
    /// <param name="endpoint">The address that the client calls, from its metadata. Null where the metadata have none.</param>
    /// <param name="providerName">The provider's name, from the client's metadata. Null where the metadata have none.</param>
    public static ProviderProfile For(Uri? endpoint, string? providerName) => ProviderCatalogue.For(endpoint, providerName);

    /// <summary>The profile with that name or alias, or null. Case is ignored.</summary>
    internal static ProviderProfile? Named(string name) => ProviderCatalogue.Named(name);
}
