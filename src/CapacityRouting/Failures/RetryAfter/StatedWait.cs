using CapacityRouting.Abstractions;

namespace CapacityRouting.Failures.RetryAfter;

/// <summary>
/// The wait that a provider stated, wherever it did: outright in a header, in the body or in prose, by the figures of its limit,
/// or by when an exhausted limit is full again. In this order, from the exact to the upper bound.
/// </summary>
internal static class StatedWait
{
    /// <summary>The longest wait that is believed; callers cap what they are told.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(48);

    // A clock that is off by more is not a skew but a mistake.
    private static readonly TimeSpan MostSkew = TimeSpan.FromHours(1);

    /// <param name="response">What the wire said, where it was observed.</param>
    /// <param name="text">The body and the exceptions' messages.</param>
    /// <param name="figures">The figures in the text.</param>
    /// <param name="now">Dates count from here, unless the response is dated itself.</param>
    /// <param name="byReset">Whether a limit with nothing left counts: it need not be what went wrong.</param>
    /// <returns>
    /// Uncapped. Null when nothing is stated, and for a request that is larger than the whole limit: no wait helps it.
    /// </returns>
    public static TimeSpan? Of(ObservedResponse? response, string text, in LimitFigures? figures, DateTimeOffset now, bool byReset)
    {
        if (figures is { ExceedsLimit: true })
            return null;
        DateTimeOffset sent = response is null ? now : SentAt(response, now);
        TimeSpan? inHeaders = response is null ? null : RetryHeaders.Wait(response, sent);
        return inHeaders ?? RetryHeaders.MoreThanZero(WaitInText.Longest(text, sent)) ?? figures?.Wait ?? (byReset ? ResetWait.Of(response, text, sent) : null);
    }

    /// <summary>The time by the provider's own clock, by which it reckons its dates.</summary>
    private static DateTimeOffset SentAt(ObservedResponse response, DateTimeOffset now) =>
        Timestamps.TryParse(response.Header("date"), out DateTimeOffset sent) && (sent - now).Duration() <= MostSkew ? sent : now;
}
