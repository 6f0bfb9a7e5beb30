using CapacityRouting.Failures.Providers;

namespace CapacityRouting;

/// <summary>
/// The facts of a provider: the dialect of its rate-limit headers, its charges at admission, and the way its
/// limiter counts.
/// </summary>
/// <remarks>
/// Immutable, and so safe to share. Where a provider does not document a fact, its profile assumes the safe case: the limiter charges more and allows shorter bursts.
/// </remarks>
/// <example>
/// <code>
/// ProviderProfile gateway = ProviderProfile.OpenAI with { ChargesFailedCalls = false, RequestBurst = TimeSpan.FromSeconds(1) };
/// ModelRoute route = new("gateway", client)
/// {
///     Profile = gateway,
///     Limits = new() { RequestsPerMinute = 600 },
/// };
/// </code>
/// </example>
public sealed record ProviderProfile
{
    private static readonly TimeSpan DefaultBurst = TimeSpan.FromSeconds(10);

    internal ProviderProfile(string name) => Name = name;

    /// <summary>OpenAI: one token limit for input and output. Its buckets refill continuously and hold the whole limit.</summary>
    public static ProviderProfile OpenAI => OpenAIProvider.Profile;

    /// <summary>A standard deployment on Azure OpenAI. Its limiter counts tokens per minute, and requests per second or per ten seconds.</summary>
    public static ProviderProfile AzureOpenAI => AzureOpenAIProvider.Profile;

    /// <summary>A deployment on Azure OpenAI with provisioned throughput (PTU). Its host is that of a standard one, so set this profile by hand.</summary>
    public static ProviderProfile AzureOpenAIProvisioned => AzureOpenAIProvider.Provisioned;

    /// <summary>Anthropic: separate limits for input and output. Output is counted as the model writes it, and cached input is free.</summary>
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

    /// <summary>GitHub Models: its headers state limits far above those that it enforces, and so are not read.</summary>
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

    /// <summary>Zhipu, also known as Z.ai, which documents no headers. Its messages state times without a zone, in Beijing time.</summary>
    public static ProviderProfile Zhipu => ZhipuProvider.Profile;

    /// <summary>Ollama: a queue, and no limits.</summary>
    public static ProviderProfile Ollama => OllamaProvider.Profile;

    /// <summary>A vLLM server: a queue, and no limits.</summary>
    public static ProviderProfile VLlm => VLlmProvider.Profile;

    /// <summary>A llama.cpp server: a limit of concurrent calls, and no rate limits.</summary>
    public static ProviderProfile LlamaCpp => LlamaCppProvider.Profile;

    /// <summary>Any other provider or gateway. Every known header dialect is tried, and each fact is the safe assumption.</summary>
    public static ProviderProfile Generic => GenericProvider.Profile;

    /// <summary>Every profile; <see cref="Generic"/> is the last.</summary>
    public static IReadOnlyList<ProviderProfile> All => ProviderCatalogue.All;

    /// <summary>The provider's name, as in snapshots and in configuration.</summary>
    public string Name { get; }

    /// <summary>
    /// Whether the provider charges <c>max_tokens</c> when it admits a call, instead of the tokens that the model writes. Default: true,
    /// the safe assumption.
    /// </summary>
    public bool ReservesMaxOutputTokens { get; init; } = true;

    /// <summary>
    /// Whether the provider gives back output that was charged at admission and not written, when the answer ends. Default: false, the safe
    /// assumption. Without meaning where <see cref="ReservesMaxOutputTokens"/> is false.
    /// </summary>
    public bool ReturnsUnusedOutputTokens { get; init; }

    /// <summary>
    /// The weight of an output token in limits of input and output together, at least 1. Default: 1, also in <see cref="Bedrock"/>, since it differs by model.
    /// It is Amazon Bedrock's burndown rate: 5 for some models of Claude. Reservation and settlement use it; limits of output alone count tokens.
    /// </summary>
    public double OutputTokenWeight { get; init; } = 1;

    /// <summary>The weight of a cached input token, 0 (free) to 1 (as a fresh one). Default: 1.</summary>
    public double CachedTokenWeight { get; init; } = 1;

    /// <summary>Whether a call that failed counts towards the request limits. Default: true, the safe assumption.</summary>
    public bool ChargesFailedCalls { get; init; } = true;

    /// <summary>
    /// Whether a request may end with a partial answer of the assistant, for the model to go on from. Default: false, the safe assumption.
    /// A broken answer is continued so (<see cref="CapacityRoutingOptions.MaxContinuations"/>), and elsewhere by an instruction. Some providers accept it for some models only. A model that
    /// refuses it is asked by the instruction, or is passed over for the next.
    /// </summary>
    public bool SupportsAssistantPrefill { get; init; }

    /// <summary>What the provider asks of an assistant's message with tool calls, such as one that another model made. Default: nothing.</summary>
    public ToolTurnRule ToolTurns { get; init; }

    /// <summary>
    /// Whether every stream of the provider ends with a finish reason. Default: false. Where true, a stream without one was cut off, even the first of a route.
    /// Routes of an unknown provider learn it from the first two streams of a model that end with one.
    /// </summary>
    public bool AlwaysGivesFinishReason { get; init; }

    /// <summary>
    /// How the provider's limiter counts. Default: not known. The router mirrors limits of a minute accordingly. For windows (<see cref="LimiterKind.FixedWindow"/>,
    /// <see cref="LimiterKind.SlidingWindow"/>) it counts the window that ends now, which keeps every window within the limit, whenever the
    /// provider's windows begin. For all others it uses a bucket that refills continuously.
    /// </summary>
    public LimiterKind Limiter { get; init; }

    /// <summary>
    /// The burst of requests: how much of a minute's limit may be spent at once, as the time in which it flows back. At most a minute; default: 10 seconds,
    /// since many providers enforce their minute in shorter grains. Where the limiter counts
    /// in windows (<see cref="Limiter"/>), it is their length: a minute is the whole limit in any minute, a second a sixtieth in any second.
    /// A limit that is known only from the headers of a provider with an unknown limiter is available at once and in full, until it refuses a call.
    /// </summary>
    public TimeSpan RequestBurst { get; init; } = DefaultBurst;

    /// <summary>
    /// The burst of tokens: how much of a minute's limit may be spent at once, as the time in which it flows back. At most a minute; default: 10 seconds.
    /// Where the limiter counts in windows, it is their length, as with <see cref="RequestBurst"/>.
    /// </summary>
    public TimeSpan TokenBurst { get; init; } = DefaultBurst;

    /// <summary>Whether both bursts are the defaults.</summary>
    internal bool HasDefaultBursts => RequestBurst == DefaultBurst && TokenBurst == DefaultBurst;

    /// <summary>How the provider's limits of a day reset. Default: continuously.</summary>
    public LimitReset DailyReset { get; init; }

    /// <summary>
    /// The time zone in which the provider's days and months begin, by its IANA name. Default: none, which is UTC. Stamps without a zone in its messages are read in it; without one, the wait is
    /// the shortest plausible.
    /// </summary>
    public string? TimeZone { get; init; }

    /// <summary>Whether a response may come from another deployment, which has its own capacity (<see cref="Failures.Providers.Spillover"/>).</summary>
    internal bool Spills { get; init; }

    /// <summary>The dialect of the provider's rate-limit headers.</summary>
    internal HeaderDialect Headers { get; init; } = HeaderDialect.None;

    /// <summary>The provider's hosts. An asterisk stands for any characters.</summary>
    internal IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Other names of the provider in clients and configuration, beside its <see cref="Name"/>. The case of letters does not matter.</summary>
    internal IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>
    /// The profile for a client: first by the host that it calls, since an SDK may call another provider's host, then by the
    /// provider name. <see cref="Generic"/> where neither is known. It is also <see cref="Generic"/> where the client of OpenAI calls a host that is not
    /// OpenAI's: the name then means only the protocol.
    /// </summary>
    /// <param name="endpoint">The address that the client calls, from the client's metadata; null where unknown.</param>
    /// <param name="providerName">The provider's name, from the client's metadata; null where unknown.</param>
    /// <returns>The profile.</returns>
    public static ProviderProfile For(Uri? endpoint, string? providerName) => ProviderCatalogue.For(endpoint, providerName);

    /// <summary>The profile with that name or alias, or null. Case is ignored.</summary>
    internal static ProviderProfile? Named(string name) => ProviderCatalogue.Named(name);
}
