namespace CapacityRouting.Simulation.Http;

/// <summary>Finds the protocol of a dialect.</summary>
internal static class WireProtocol
{
    /// <summary>The part of a path that names the model.</summary>
    public const string Deployment = "deployment";

    public static IWireProtocol Of(ProviderDialect dialect) => dialect == ProviderDialect.Anthropic ? new AnthropicProtocol() : new OpenAIProtocol();
}
