namespace CapacityRouting.Waits;

/// <summary>The headers that state a wait outright, in milliseconds first: they are the more exact ones.</summary>
internal static class RetryHeaders
{
    /// <summary>The first that says more than zero; zero when that is all they say.</summary>
    public static TimeSpan? Wait(ObservedResponse response, DateTimeOffset now)
    {
        TimeSpan? wait = Milliseconds(response.Header("retry-after-ms"));
        if (!(wait > TimeSpan.Zero))
            wait = Milliseconds(response.Header("x-ms-retry-after-ms")) ?? wait;
        if (!(wait > TimeSpan.Zero))
            wait = Longest(response.Header("retry-after"), now) ?? wait;
        if (!(wait > TimeSpan.Zero))
            wait = Longest(response.Header("x-ratelimit-timeremaining"), now) ?? wait;
        return wait;
    }

    private static TimeSpan? Milliseconds(string? value)
    {
        TimeSpan? longest = null;
        foreach (string part in value?.Split(',') ?? [])
            longest = Longer(longest, RetryAfter.Number(part, TimeSpan.TicksPerMillisecond));
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
            if (i > 0 && Moments.TryParse($"{parts[i - 1]},{parts[i]}", out DateTimeOffset date))
                longest = Longer(longest, ResetTime.Until(date, now));
        }

        return longest;
    }

    // Not in the standard, but plain all the same: "30s".
    private static TimeSpan? Read(string text, DateTimeOffset now) =>
        RetryAfter.Read(text, now) ?? (Durations.TryParse(text, out TimeSpan duration) ? duration : null);

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one > other ? one : other ?? one;
}
