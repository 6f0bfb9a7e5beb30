namespace CapacityRouting.Simulation.Http;

/// <summary>Maps a dialect to its protocol.</summary>
internal static class WireProtocol
{
    /// <summary>The part of a path that names the model.</summary>
    public const string Deployment = "deployment";

    public static IWireProtocol Of(ProviderDialect dialect) => dialect == ProviderDialect.Anthropic ? new AnthropicProtocol() : new OpenAIProtocol();
}
