namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The strength with which a word announces a wait.</summary>
internal enum WaitOpening
{
    /// <summary>The word announces no wait.</summary>
    None,

    /// <summary>A wait may follow. "Retry" may also come before a count of retries.</summary>
    NeedsPreposition,

    /// <summary>A wait follows.</summary>
    Complete,
}
