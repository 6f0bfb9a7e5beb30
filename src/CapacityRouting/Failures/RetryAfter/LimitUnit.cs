namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The unit of a limit in prose.</summary>
internal enum LimitUnit
{
    /// <summary>The text states no unit.</summary>
    Unknown,

    /// <summary>Calls.</summary>
    Requests,

    /// <summary>Tokens of input and output.</summary>
    Tokens,

    /// <summary>Tokens of input.</summary>
    InputTokens,

    /// <summary>Tokens of output.</summary>
    OutputTokens,
}
