namespace CapacityRouting.Storm.Plans;

/// <summary>What an answer has beside its text.</summary>
internal enum Extra
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It begins with reasoning of no known maker.</summary>
    Reasoning,

    /// <summary>It begins with reasoning that its provider has signed.</summary>
    SignedReasoning,

    /// <summary>A call of a function, somewhere in it.</summary>
    Call,
}
