namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// The one field of the later drafts of the IETF: <c>RateLimit: "default";r=0;t=42</c>, what is left and the seconds until it is more
/// (draft-ietf-httpapi-ratelimit-headers, from version 8 on). Hugging Face sends it.
/// </summary>
internal static class RateLimitField
{
    /// <summary>The time until an exhausted limit has room again, the longest of several; null for any other header, and where no limit is exhausted.</summary>
    public static TimeSpan? ResetOf(string name, string value)
    {
        if (!name.Equals("ratelimit", StringComparison.OrdinalIgnoreCase))
            return null;
        TimeSpan? longest = null;
        foreach (string limit in value.Split(','))
            if (NumberOf(limit, "r=") == 0 && NumberOf(limit, "t=") is { } seconds && !(TimeSpan.FromSeconds(seconds) <= longest))
                longest = TimeSpan.FromSeconds(seconds);
        return longest;
    }

    private static int? NumberOf(string limit, string parameter)
    {
        foreach (string part in limit.Split(';', StringSplitOptions.TrimEntries))
            if (part.StartsWith(parameter, StringComparison.OrdinalIgnoreCase) && int.TryParse(part.AsSpan(parameter.Length), out int number) && number >= 0)
                return number;
        return null;
    }
}
