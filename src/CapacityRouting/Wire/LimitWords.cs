namespace CapacityRouting.Wire;

/// <summary>The vocabulary of limits in prose.</summary>
internal static class LimitWords
{
    public static LimitWord KindOf(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[Words.Longest];
        return Words.Lower(word, buffer) switch
        {
            "limit" or "limits" or "limited" => LimitWord.Limit,
            "used" or "current" or "usage" => LimitWord.Used,
            "requested" => LimitWord.Requested,
            "per" => LimitWord.Per,
            "of" or "to" or "is" or "api" or "count" => LimitWord.Filler,
            _ when UnitOf(word) != LimitUnit.Unknown => LimitWord.Unit,
            _ => LimitWord.Other,
        };
    }

    public static LimitUnit UnitOf(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[Words.Longest];
        return Words.Lower(word, buffer) switch
        {
            "request" or "requests" or "call" or "calls" => LimitUnit.Requests,
            "token" or "tokens" => LimitUnit.Tokens,
            "input" or "prompt" => LimitUnit.InputTokens,
            "output" or "completion" => LimitUnit.OutputTokens,
            _ => LimitUnit.Unknown,
        };
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

    /// <returns>Null for what the library does not count.</returns>
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
