namespace CapacityRouting;

/// <summary>The origin of a limit in force.</summary>
public enum LimitSource
{
    /// <summary>From the settings.</summary>
    Configured,

    /// <summary>From a figure of the provider, in its headers or in the text of a refusal.</summary>
    Stated,

    /// <summary>From refusals without a figure: it is an estimate, which grows again.</summary>
    Learned,
}
