namespace CapacityRouting.Chat.Streaming;

/// <summary>The meaning of one step of a route's stream.</summary>
internal enum StreamMove
{
    /// <summary>An update for the caller.</summary>
    Update,

    /// <summary>An update that is not for the caller.</summary>
    Skipped,

    /// <summary>The answer is complete.</summary>
    Ended,

    /// <summary>The stream broke off.</summary>
    Broken,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}
