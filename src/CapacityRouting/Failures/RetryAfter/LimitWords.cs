namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The vocabulary of rate limits in prose.</summary>
internal static class LimitWords
{
    public static LimitWord KindOf(ReadOnlySpan<char> word, out LimitUnit unit)
    {
        Span<char> buffer = stackalloc char[Spelling.Longest];
        (LimitWord kind, unit) = Spelling.Lower(word, buffer) switch
        {
            "limit" or "limits" or "limited" => (LimitWord.Limit, LimitUnit.Unknown),
            "used" or "current" or "usage" => (LimitWord.Used, LimitUnit.Unknown),
            "requested" => (LimitWord.Requested, LimitUnit.Unknown),
            "per" => (LimitWord.Per, LimitUnit.Unknown),
            "of" or "to" or "is" or "api" or "count" => (LimitWord.Filler, LimitUnit.Unknown),
            "request" or "requests" or "call" or "calls" => (LimitWord.Unit, LimitUnit.Requests),
            "token" or "tokens" => (LimitWord.Unit, LimitUnit.Tokens),
            "input" or "prompt" => (LimitWord.Unit, LimitUnit.InputTokens),
            "output" or "completion" => (LimitWord.Unit, LimitUnit.OutputTokens),
            _ => (LimitWord.Other, LimitUnit.Unknown),
        };
        return kind;
    }

    public static CapacityDimension? DimensionOf(ReadOnlySpan<char> abbreviation) => abbreviation switch
    {
        "RPM" => CapacityDimension.RequestsPerMinute,
        "RPD" => CapacityDimension.RequestsPerDay,
        "TPM" => CapacityDimension.TokensPerMinute,
        "TPD" => CapacityDimension.TokensPerDay,
        "ITPM" => CapacityDimension.InputTokensPerMinute,
        "OTPM" => CapacityDimension.OutputTokensPerMinute,
        _ => null,
    };

    /// <returns>Null for a limit that the library does not count.</returns>
    public static CapacityDimension? DimensionOf(LimitUnit unit, TimeSpan window) => (unit, window.Ticks) switch
    {
        (LimitUnit.Requests, TimeSpan.TicksPerMinute) => CapacityDimension.RequestsPerMinute,
        (LimitUnit.Requests, TimeSpan.TicksPerDay) => CapacityDimension.RequestsPerDay,
        (LimitUnit.Tokens, TimeSpan.TicksPerMinute) => CapacityDimension.TokensPerMinute,
        (LimitUnit.Tokens, TimeSpan.TicksPerDay) => CapacityDimension.TokensPerDay,
        (LimitUnit.InputTokens, TimeSpan.TicksPerMinute) => CapacityDimension.InputTokensPerMinute,
        (LimitUnit.OutputTokens, TimeSpan.TicksPerMinute) => CapacityDimension.OutputTokensPerMinute,
        _ => null,
    };
}

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
