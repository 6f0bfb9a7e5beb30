namespace CapacityRouting.Storm.Http;

/// <summary>The SDK in front of a storm over HTTP.</summary>
internal enum Sdk
{
    /// <summary>OpenAI's, speaking chat completions.</summary>
    OpenAI,

    /// <summary>Anthropic's, speaking messages.</summary>
    Anthropic,
}
