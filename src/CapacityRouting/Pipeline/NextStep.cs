namespace CapacityRouting.Pipeline;

/// <summary>The next step of a request after a failure.</summary>
internal enum NextStep
{
    /// <summary>Try the next route.</summary>
    TryNext,

    /// <summary>The caller gets the provider's own exception or response.</summary>
    Surface,

    /// <summary>Give up: the attempts or the time are used up.</summary>
    GiveUp,
}
