namespace CapacityRouting.ScriptedProvider;

/// <summary>The ways in which a rate limit's wait is stated in headers, in front of any provider's body.</summary>
internal static class RetryAfterForms
{
    // By the clock of a trial.
    private const string InHalfAMinute = "Fri, 02 Jan 2026 00:00:30 GMT";
    private const string LongAgo = "Sun, 06 Nov 1994 08:49:37 GMT";

    public static IEnumerable<Behaviour> Of(string body) =>
    [
        Stated("whole seconds", TimeSpan.FromSeconds(7), body, ("Retry-After", "7")),
        Stated("a fraction of seconds", TimeSpan.FromSeconds(1.5), body, ("Retry-After", "1.5")),
        Stated("milliseconds, which go before seconds", TimeSpan.FromMilliseconds(250), body, ("Retry-After", "1"), ("retry-after-ms", "250")),
        Stated("a date", TimeSpan.FromSeconds(30), body, ("Retry-After", InHalfAMinute)),
        Stated("a date gone by", wait: null, body, ("Retry-After", LongAgo)),
        Stated("zero", wait: null, body, ("Retry-After", "0")),
    ];

    private static Behaviour Stated(string form, TimeSpan? wait, string body, params (string Name, string Value)[] headers) =>
        new($"rate limit, retry after {form}", Reply.Json(429, body, headers), FailureKind.RateLimited) { Wait = wait, WaitIsInHeaders = true };
}
