namespace CapacityRouting.Pipeline;

/// <summary>The line of code that turns off an SDK's own retries. Where they are off, a handler below the SDK has repeated the request, as Aspire's service defaults add one to each client.</summary>
internal static class SdkRetryAdvice
{
    private const string OpenAI = "new OpenAIClientOptions { RetryPolicy = new ClientRetryPolicy(0) }";
    private const string Anthropic = "new AnthropicClient { MaxRetries = 0 }";
    private const string Bedrock = "new AmazonBedrockRuntimeConfig { MaxErrorRetry = 0 }";
    private const string AzureCore = "clientOptions.Retry.MaxRetries = 0";

    /// <summary>The advice for a provider. Most providers are called through their own SDK, all others through OpenAI's.</summary>
    private const string Handler = "; if they are off, a resilience handler under the SDK repeats it (AddStandardResilienceHandler, Aspire's service defaults): give the model's HttpClient none";

    public static string For(ProviderProfile profile) => SdkOf(profile) + Handler;

    private static string SdkOf(ProviderProfile profile) => profile.Name switch
    {
        "Anthropic" => Anthropic,
        "Bedrock" => Bedrock,
        "GitHubModels" => $"{OpenAI}, or on Azure.Core {AzureCore}",
        "Generic" => $"{OpenAI}, {Anthropic}, {AzureCore} or {Bedrock}, as the SDK may be",
        _ => OpenAI,
    };
}
