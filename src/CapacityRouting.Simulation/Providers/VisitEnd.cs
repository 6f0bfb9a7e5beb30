namespace CapacityRouting.Simulation;

/// <summary>How a request ended, as the provider saw it.</summary>
public enum VisitEnd
{
    /// <summary>It is still under way.</summary>
    None,

    /// <summary>Answered to the last token.</summary>
    Answered,

    /// <summary>Refused by a limit: a 429.</summary>
    RateLimited,

    /// <summary>Refused because the provider was down.</summary>
    Unavailable,

    /// <summary>Refused because its prompt was too long.</summary>
    TooLong,

    /// <summary>The answer broke off, was empty, or turned into an error.</summary>
    Broken,

    /// <summary>The client went away before the end.</summary>
    Abandoned,
}
