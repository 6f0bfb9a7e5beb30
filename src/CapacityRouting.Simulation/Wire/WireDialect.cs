namespace CapacityRouting.Simulation.Wire;

/// <summary>Maps the name of a dialect to the dialect.</summary>
internal static class WireDialect
{
    public static IWireDialect Of(ProviderDialect dialect, TimeProvider time) => dialect switch
    {
        ProviderDialect.OpenAI => new OpenAIDialect(),
        ProviderDialect.Anthropic => new AnthropicDialect(time),
        ProviderDialect.AzureOpenAI => new AzureDialect(isProvisioned: false),
        _ => new AzureDialect(isProvisioned: true),
    };
}
