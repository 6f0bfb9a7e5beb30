namespace CapacityRouting.Pipeline;

/// <summary>The line of code that shows a route's traffic to the router.</summary>
internal static class ObserverAdvice
{
    private const string OpenAI = "new OpenAIClientOptions().UseCapacityRouting() of CapacityRouting.OpenAI";
    private const string AzureOpenAI = "new AzureOpenAIClientOptions().UseCapacityRouting() of CapacityRouting.OpenAI";
    private const string Anthropic = "new ClientOptions().UseCapacityRouting() of CapacityRouting.Anthropic";
    private const string Handler = "a CapacityObserver under the client's HttpClient";

    public static string For(ProviderProfile profile) => profile.Name switch
    {
        "Anthropic" => Anthropic,
        "AzureOpenAI" or "AzureOpenAIProvisioned" => AzureOpenAI,
        "OpenAI" or "Groq" or "Mistral" or "OpenRouter" or "Together" or "Fireworks" or "Cerebras" or "DeepSeek" or "XAI" or "Zhipu" => $"{OpenAI}, or {Handler}",
        _ => Handler,
    };
}
