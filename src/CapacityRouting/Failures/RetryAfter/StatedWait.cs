using CapacityRouting.Abstractions;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// The wait that a provider states. The sources, from the exact to the upper bound: a header, the body or prose, the figures of the limit,
/// the reset of an exhausted limit.
/// </summary>
internal static class StatedWait
{
    /// <summary>The longest wait that is believed. Callers cap stated waits at it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(48);

    // A larger difference is not clock skew but a wrong clock.
    private static readonly TimeSpan MostSkew = TimeSpan.FromHours(1);

    /// <param name="response">The response on the wire, where it was observed.</param>
    /// <param name="text">The body and the exceptions' messages.</param>
    /// <param name="figures">The figures in the text.</param>
    /// <param name="now">The time that dates are relative to, unless the response has a date.</param>
    /// <param name="byReset">Whether the reset of an exhausted limit counts. An exhausted limit need not be the cause of the failure.</param>
    /// <param name="zone">The zone of stamps without one; null where the provider's is not known.</param>
    /// <returns>Uncapped. Null when no wait is stated, and for a request larger than the whole limit: no wait helps it.</returns>
    public static TimeSpan? Of(ObservedResponse? response, string text, in LimitFigures? figures, DateTimeOffset now, bool byReset, TimeZoneInfo? zone = null)
    {
        if (figures is { ExceedsLimit: true })
            return null;
        DateTimeOffset sent = response is null ? now : SentAt(response, now);
        TimeSpan? inHeaders = response is null ? null : RetryHeaders.Wait(response, sent);
        return inHeaders ?? RetryHeaders.MoreThanZero(WaitInText.Longest(text, sent, zone)) ?? figures?.Wait ?? (byReset ? ResetWait.Of(response, text, sent) : null);
    }

    /// <summary>The time by the provider's own clock, which its dates are relative to.</summary>
    private static DateTimeOffset SentAt(ObservedResponse response, DateTimeOffset now) =>
        Timestamps.TryParse(response.Header("date"), out DateTimeOffset sent) && (sent - now).Duration() <= MostSkew ? sent : now;
}
