namespace CapacityRouting.Failures.RetryAfter;

/// <summary>What a limit in prose counts.</summary>
internal enum LimitUnit
{
    /// <summary>It does not say.</summary>
    Unknown,

    /// <summary>Calls.</summary>
    Requests,

    /// <summary>Tokens of both kinds.</summary>
    Tokens,

    /// <summary>Tokens sent.</summary>
    InputTokens,

    /// <summary>Tokens written.</summary>
    OutputTokens,
}
