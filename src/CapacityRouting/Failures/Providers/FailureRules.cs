namespace CapacityRouting.Failures.Providers;

/// <summary>The failure rules of all providers together.</summary>
internal static class FailureRules
{
    public static IEnumerable<FailureRule> All =>
    [
        .. OpenAIProvider.Failures, .. AzureOpenAIProvider.Failures, .. AnthropicProvider.Failures, .. GeminiProvider.Failures,
        .. VertexProvider.Failures, .. BedrockProvider.Failures, .. GroqProvider.Failures, .. MistralProvider.Failures,
        .. CohereProvider.Failures, .. OpenRouterProvider.Failures, .. GitHubModelsProvider.Failures, .. TogetherProvider.Failures,
        .. FireworksProvider.Failures, .. CerebrasProvider.Failures, .. DeepSeekProvider.Failures, .. XAIProvider.Failures,
        .. OllamaProvider.Failures, .. VLlmProvider.Failures, .. LlamaCppProvider.Failures, .. HuggingFaceProvider.Failures,
        .. PerplexityProvider.Failures, .. NvidiaProvider.Failures, .. ReplicateProvider.Failures, .. AlibabaProvider.Failures,
        .. MoonshotProvider.Failures, .. ZhipuProvider.Failures, .. VolcengineProvider.Failures, .. ChineseCloudsProvider.Failures, .. GatewayProvider.Failures,
        .. NetworkProvider.Failures, .. CapabilityRefusals.Failures, .. StateRefusals.Failures, .. FinishReasons.Failures, .. GenericProvider.Failures,
    ];
}
