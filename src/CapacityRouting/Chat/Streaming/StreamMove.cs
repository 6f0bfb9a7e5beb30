namespace CapacityRouting.Chat.Streaming;

/// <summary>What a step of a route's stream comes to.</summary>
internal enum StreamMove
{
    /// <summary>There is an update for the caller.</summary>
    Update,

    /// <summary>There was one that is not for the caller.</summary>
    Skipped,

    /// <summary>The answer is complete.</summary>
    Ended,

    /// <summary>It broke off.</summary>
    Broken,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}
