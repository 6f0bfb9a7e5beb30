namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The headers that state a wait directly. Those in milliseconds come first, since they are more exact.</summary>
internal static class RetryHeaders
{
    /// <summary>The first wait of more than zero.</summary>
    public static TimeSpan? Wait(ObservedResponse response, DateTimeOffset now) =>
        MoreThanZero(Milliseconds(response.Header("retry-after-ms")))
        ?? MoreThanZero(Milliseconds(response.Header("x-ms-retry-after-ms")))
        ?? MoreThanZero(Longest(response.Header("retry-after"), now))
        ?? MoreThanZero(Longest(response.Header("x-ratelimit-timeremaining"), now))
        ?? MoreThanZero(Longest(response.Header("x-ai-ratelimit-retry-after"), now));

    /// <summary>A wait of zero, or a date in the past, counts as none: the provider has stated no time to retry.</summary>
    public static TimeSpan? MoreThanZero(TimeSpan? wait) => wait > TimeSpan.Zero ? wait : null;

    private static TimeSpan? Milliseconds(string? value)
    {
        TimeSpan? longest = null;
        foreach (string part in value?.Split(',') ?? [])
            longest = Longer(longest, RetryAfterHeader.Number(part, TimeSpan.TicksPerMillisecond));
        return longest;
    }

    /// <summary>The longest of several values that proxies have joined by commas. A date has a comma of its own.</summary>
    private static TimeSpan? Longest(string? value, DateTimeOffset now)
    {
        string[] parts = value?.Split(',') ?? [];
        TimeSpan? longest = null;
        for (int i = 0; i < parts.Length; i++)
        {
            longest = Longer(longest, Read(parts[i], now));
            if (i > 0 && Timestamps.TryParse($"{parts[i - 1]},{parts[i]}", out DateTimeOffset date))
                longest = Longer(longest, ResetTime.Until(date, now));
        }

        return longest;
    }

    // Not in the standard, but unambiguous: "30s".
    private static TimeSpan? Read(string text, DateTimeOffset now) =>
        RetryAfterHeader.Read(text, now) ?? (Durations.TryParse(text, out TimeSpan duration) ? duration : null);

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one > other ? one : other ?? one;
}
