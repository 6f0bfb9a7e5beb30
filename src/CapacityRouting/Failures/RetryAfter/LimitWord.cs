namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The meaning of a word for the number after it.</summary>
internal enum LimitWord
{
    /// <summary>No meaning.</summary>
    Other,

    /// <summary>No change: "limit of", "limited to".</summary>
    Filler,

    /// <summary>The number is the limit.</summary>
    Limit,

    /// <summary>The number is used already.</summary>
    Used,

    /// <summary>The number is what the request needs.</summary>
    Requested,

    /// <summary>A window follows.</summary>
    Per,

    /// <summary>The unit of a count, or a part of its name.</summary>
    Unit,
}
