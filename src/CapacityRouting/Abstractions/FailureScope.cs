namespace CapacityRouting;

/// <summary>The scope of a refusal, where the provider states it.</summary>
public enum FailureScope
{
    /// <summary>Not stated, or one of the others does not describe it.</summary>
    Unknown,

    /// <summary>A limit of the minute or shorter.</summary>
    Minute,

    /// <summary>A limit of the day or longer.</summary>
    Day,

    /// <summary>The whole account or project.</summary>
    Account,

    /// <summary>This model or deployment only.</summary>
    Route,
}
