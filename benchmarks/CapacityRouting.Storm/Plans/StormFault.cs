namespace CapacityRouting.Storm.Plans;

/// <summary>What goes wrong with one attempt.</summary>
internal enum StormFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The address has no listener.</summary>
    Refused,

    /// <summary>The connection is reset before the headers.</summary>
    Reset,

    /// <summary>A 429 that does not say for how long.</summary>
    RateLimited,

    /// <summary>A 429 that asks for a second.</summary>
    RateLimitedForASecond,

    /// <summary>A 500.</summary>
    ServerError,

    /// <summary>A 503.</summary>
    Unavailable,

    /// <summary>A 529.</summary>
    Overloaded,

    /// <summary>A 401.</summary>
    Unauthorized,

    /// <summary>The client gives a stream that has been read before.</summary>
    SpentStream,

    /// <summary>The request is taken, and no headers come.</summary>
    Silence,

    /// <summary>The connection breaks.</summary>
    Cut,

    /// <summary>An error in the stream, which the client shows as one.</summary>
    ErrorEvent,

    /// <summary>The stream ends as if it were complete, without a finish reason.</summary>
    EndsEarly,

    /// <summary>An error in the stream, which the client drops; then the stream ends.</summary>
    SwallowedError,

    /// <summary>Nothing more comes.</summary>
    Stall,

    /// <summary>Updates without content, for ever.</summary>
    Endless,

    /// <summary>The client yields null in an update's place.</summary>
    NullUpdate,

    /// <summary>The client's <c>Current</c> throws.</summary>
    CurrentThrows,

    /// <summary>The connection breaks after the finish reason.</summary>
    CutAfterFinish,

    /// <summary>Nothing comes after the finish reason, not even the end.</summary>
    StallAfterFinish,

    /// <summary>A text that is no part of the answer comes after the finish reason.</summary>
    TextAfterFinish,

    /// <summary>The answer is whole, but without a usage report.</summary>
    NoUsage,
}
