using System.Globalization;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// The longest reset of the exhausted limits. For a limiter that refills continuously, the reset is the time until it is full
/// again. That is an upper bound, and so the last resort.
/// </summary>
internal static class ResetWait
{
    /// <returns>Null when no limit is exhausted, or when no exhausted limit has a reset, and none is alone. A reset of zero counts as none.</returns>
    public static TimeSpan? Of(ObservedResponse? response, string text, DateTimeOffset now)
    {
        TimeSpan longest = InBody(text, now) ?? TimeSpan.Zero;
        TimeSpan? shortest = null;
        foreach ((string name, string value) in response?.Headers ?? new Dictionary<string, string>(0, StringComparer.Ordinal))
            if (SubscriptionLimits.IsStatus(name, value))
                longest = Longer(longest, SubscriptionLimits.Wait(response!, now));
            else if (IsExhausted(name, value))
                longest = Longer(longest, Until(response!, name, now));
            else if (RateLimitField.ResetOf(name, value) is { } reset)
                longest = Longer(longest, reset);
            else if (IsAlone(response!, name))
                shortest = Shorter(shortest, ResetTime.Parse(value, now));
        return longest > TimeSpan.Zero ? longest : RetryHeaders.MoreThanZero(shortest);
    }

    /// <summary>Whether a reset has no level beside it. Some providers state it only where its limit has refused; of several, the shortest may be the one.</summary>
    private static bool IsAlone(ObservedResponse response, string name) =>
        name.Contains("ratelimit", StringComparison.OrdinalIgnoreCase) && name.Contains("reset", StringComparison.OrdinalIgnoreCase)
        && response.Header(name.Replace("reset", "remaining", StringComparison.OrdinalIgnoreCase)) is null
        && SubscriptionLimits.MayBeAlone(response, name);

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => !(other > TimeSpan.Zero) || one < other ? one : other;

    private static TimeSpan? Until(ObservedResponse response, string remaining, DateTimeOffset now)
    {
        string? reset = response.Header(remaining.Replace("remaining", "reset", StringComparison.OrdinalIgnoreCase));
        TimeSpan? wait = ResetTime.Parse(reset, now);

        // A reset with a unit is the time until the limit is full again (OpenAI, Groq). There is room for one request long before.
        bool isTimeToFull = remaining.Contains("requests", StringComparison.OrdinalIgnoreCase) && reset.AsSpan().ContainsAnyInRange('a', 'z');
        return isTimeToFull && LimitOf(response, remaining) is { } limit ? wait / limit : wait;
    }

    private static double? LimitOf(ObservedResponse response, string remaining) =>
        double.TryParse(response.Header(remaining.Replace("remaining", "limit", StringComparison.OrdinalIgnoreCase)), NumberStyles.Float, CultureInfo.InvariantCulture, out double limit)
        && limit is >= 1 and <= int.MaxValue ? limit : null;

    private static bool IsExhausted(string name, string value) =>
        name.Contains("ratelimit", StringComparison.OrdinalIgnoreCase) && name.Contains("remaining", StringComparison.OrdinalIgnoreCase) && IsZero(value);

    /// <summary>OpenRouter repeats its headers in the error's metadata. SDKs that hide headers still show the metadata.</summary>
    private static TimeSpan? InBody(string text, DateTimeOffset now)
    {
        if (!TryFind(text, "x-ratelimit-remaining", out DecimalNumber remaining) || remaining != default)
            return null;
        return TryFind(text, "x-ratelimit-reset", out DecimalNumber reset) ? ResetTime.Of(reset, now) : null;
    }

    private static bool TryFind(string text, string name, out DecimalNumber number)
    {
        number = default;
        int at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return false;
        Cursor cursor = new(text.AsSpan(at + name.Length));
        while (cursor.Next is '"' or '\'' or ':' or ' ' or '[' || cursor.Next == '\\')
            if (!cursor.SkipEscape())
                cursor.Advance();
        return DecimalNumber.Scan(ref cursor, out number);
    }

    private static bool IsZero(string value) => DecimalNumber.TryParse(value.AsSpan().Trim(), out DecimalNumber left) && left == default;

    private static TimeSpan Longer(TimeSpan one, TimeSpan? other) => other > one ? other.Value : one;
}
