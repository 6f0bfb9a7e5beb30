namespace CapacityRouting.Failures.RetryAfter;

/// <summary>What a word says of the number after it.</summary>
internal enum LimitWord
{
    /// <summary>Nothing.</summary>
    Other,

    /// <summary>Nothing new: "limit of", "limited to".</summary>
    Filler,

    /// <summary>It is the limit.</summary>
    Limit,

    /// <summary>It is used up already.</summary>
    Used,

    /// <summary>It is what the request needs.</summary>
    Requested,

    /// <summary>A window follows.</summary>
    Per,

    /// <summary>What is counted, or part of its name.</summary>
    Unit,
}
