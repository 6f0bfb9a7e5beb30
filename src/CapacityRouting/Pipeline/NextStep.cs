namespace CapacityRouting.Pipeline;

/// <summary>What becomes of a request after a failure.</summary>
internal enum NextStep
{
    /// <summary>The next route.</summary>
    TryNext,

    /// <summary>The caller gets what the provider gave: its own exception, or its response.</summary>
    Surface,

    /// <summary>The attempts or the time are used up.</summary>
    GiveUp,
}
