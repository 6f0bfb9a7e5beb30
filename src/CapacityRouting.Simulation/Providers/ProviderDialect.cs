namespace CapacityRouting.Simulation;

/// <summary>The headers, the errors and, over HTTP, the protocol of a simulated provider.</summary>
public enum ProviderDialect
{
    /// <summary>OpenAI's chat completions: one limit for input and output together, resets as durations.</summary>
    OpenAI,

    /// <summary>Anthropic's messages: limits for input and output, resets as times.</summary>
    Anthropic,

    /// <summary>Azure OpenAI, standard: OpenAI's protocol, resets in bare seconds.</summary>
    AzureOpenAI,

    /// <summary>Azure OpenAI, provisioned throughput: a header tells the utilization.</summary>
    AzureOpenAIProvisioned,
}
