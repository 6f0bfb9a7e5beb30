namespace CapacityRouting.Pipeline;

/// <summary>The line of code that turns off an SDK's own retries.</summary>
internal static class SdkRetryAdvice
{
    private const string OpenAI = "new OpenAIClientOptions { RetryPolicy = new ClientRetryPolicy(0) }";
    private const string Anthropic = "new AnthropicClient { MaxRetries = 0 }";
    private const string Bedrock = "new AmazonBedrockRuntimeConfig { MaxErrorRetry = 0 }";
    private const string AzureCore = "clientOptions.Retry.MaxRetries = 0";

    /// <summary>The advice for a provider. Most providers are called through their own SDK, all others through OpenAI's.</summary>
    public static string For(ProviderProfile profile) => profile.Name switch
    {
        "Anthropic" => Anthropic,
        "Bedrock" => Bedrock,
        "GitHubModels" => $"{OpenAI}, or on Azure.Core {AzureCore}",
        "Generic" => $"{OpenAI}, {Anthropic}, {AzureCore} or {Bedrock}, as the SDK may be",
        _ => OpenAI,
    };
}
