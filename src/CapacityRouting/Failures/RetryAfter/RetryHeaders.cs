namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The headers that state a wait outright, in milliseconds first: they are the more exact ones.</summary>
internal static class RetryHeaders
{
    /// <summary>The first wait of more than zero.</summary>
    public static TimeSpan? Wait(ObservedResponse response, DateTimeOffset now) =>
        MoreThanZero(Milliseconds(response.Header("retry-after-ms")))
        ?? MoreThanZero(Milliseconds(response.Header("x-ms-retry-after-ms")))
        ?? MoreThanZero(Longest(response.Header("retry-after"), now))
        ?? MoreThanZero(Longest(response.Header("x-ratelimit-timeremaining"), now));

    /// <summary>A wait that states something: who refuses and states zero, or a date that is past, has named no time to come back.</summary>
    public static TimeSpan? MoreThanZero(TimeSpan? wait) => wait > TimeSpan.Zero ? wait : null;

    private static TimeSpan? Milliseconds(string? value)
    {
        TimeSpan? longest = null;
        foreach (string part in value?.Split(',') ?? [])
            longest = Longer(longest, RetryAfterHeader.Number(part, TimeSpan.TicksPerMillisecond));
        return longest;
    }

    /// <summary>Of values that proxies have joined by commas, the longest. A date has a comma of its own.</summary>
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

    // Not in the standard, but plain all the same: "30s".
    private static TimeSpan? Read(string text, DateTimeOffset now) =>
        RetryAfterHeader.Read(text, now) ?? (Durations.TryParse(text, out TimeSpan duration) ? duration : null);

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one > other ? one : other ?? one;
}
