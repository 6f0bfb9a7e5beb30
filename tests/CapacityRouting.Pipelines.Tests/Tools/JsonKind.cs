namespace CapacityRouting.Pipelines.Tests.Tools;

/// <summary>The source of the serialized types.</summary>
public enum JsonKind
{
    /// <summary>The context of Microsoft.Extensions.AI, which is all that there is under Native AOT.</summary>
    SourceGenerated,

    /// <summary>Reflection, which knows every type.</summary>
    Reflecting,

    /// <summary>A user's own context for responses.</summary>
    ResponsesOnly,

    /// <summary>A user's own context that knows a second interface of dictionaries: between two that fit, no serializer decides.</summary>
    ResponsesAndReadOnlyDictionaries,
}
