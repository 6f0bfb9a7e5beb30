namespace CapacityRouting;

/// <summary>A capability that a request may need and that not every model or gateway has.</summary>
public enum ModelCapability
{
    /// <summary>Calls of tools.</summary>
    Tools,

    /// <summary>A choice of tools other than the model's own: a named tool, or any tool at all.</summary>
    ToolChoice,

    /// <summary>Answers that follow a schema, or that are JSON.</summary>
    StructuredOutput,

    /// <summary>Images in the input.</summary>
    Images,

    /// <summary>Sound in the input.</summary>
    Audio,

    /// <summary>Documents in the input, PDF for example.</summary>
    Documents,

    /// <summary>A partial answer at the end of the request, for the model to go on from (<see cref="ProviderProfile.SupportsAssistantPrefill"/>).</summary>
    AssistantPrefill,
}
