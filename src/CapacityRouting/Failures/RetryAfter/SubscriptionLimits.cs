namespace CapacityRouting.Failures.RetryAfter;

/// <summary>The limits of an Anthropic subscription: one status for a window of five hours and one of seven days.</summary>
internal static class SubscriptionLimits
{
    private const string Prefix = "anthropic-ratelimit-unified-";

    /// <summary>Whether this header states that the subscription is exhausted.</summary>
    public static bool IsStatus(string name, string value) =>
        name.Equals($"{Prefix}status", StringComparison.OrdinalIgnoreCase) && IsRejected(value);

    /// <summary>Whether a reset may be read without a status: of a subscription, only the one of all windows, and only where no status tells which is exhausted.</summary>
    public static bool MayBeAlone(ObservedResponse response, string name) =>
        !name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || (name.Length == Prefix.Length + "reset".Length && response.Header($"{Prefix}status") is null);

    public static TimeSpan? Wait(ObservedResponse response, DateTimeOffset now)
    {
        if (ResetTime.Parse(response.Header($"{Prefix}reset"), now) is { } wait && wait > TimeSpan.Zero)
            return wait;
        TimeSpan? fiveHours = OfWindow(response, "5h", now);
        TimeSpan? sevenDays = OfWindow(response, "7d", now);
        return fiveHours > sevenDays ? fiveHours : sevenDays ?? fiveHours;
    }

    /// <summary>A window whose own status shows room is not the one that refused.</summary>
    private static TimeSpan? OfWindow(ObservedResponse response, string window, DateTimeOffset now)
    {
        bool isOpen = response.Header($"{Prefix}{window}-status") is { } status
            ? !IsRejected(status)
            : RetryAfterHeader.Number(response.Header($"{Prefix}{window}-utilization"), TimeSpan.TicksPerSecond) < TimeSpan.FromSeconds(1);
        return isOpen ? null : ResetTime.Parse(response.Header($"{Prefix}{window}-reset"), now);
    }

    private static bool IsRejected(string status) => status.AsSpan().Trim().Equals("rejected", StringComparison.OrdinalIgnoreCase);
}
