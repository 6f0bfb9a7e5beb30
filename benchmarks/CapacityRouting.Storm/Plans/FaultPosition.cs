namespace CapacityRouting.Storm.Plans;

/// <summary>Where in an answer something went wrong.</summary>
internal enum FaultPosition
{
    /// <summary>Before the response's headers.</summary>
    BeforeHeaders,

    /// <summary>After the headers, before the first word.</summary>
    BeforeFirstWord,

    /// <summary>Between two pieces of the text.</summary>
    Amid,

    /// <summary>After the last word, before the finish reason.</summary>
    AfterLastWord,

    /// <summary>After the finish reason.</summary>
    AfterFinish,
}
