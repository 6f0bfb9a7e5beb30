namespace CapacityRouting.Failures.RetryAfter;

/// <summary>How much a word says of a wait.</summary>
internal enum WaitOpening
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A wait may follow: "retry", but after how long or how often?</summary>
    NeedsPreposition,

    /// <summary>What follows is a wait.</summary>
    Complete,
}
