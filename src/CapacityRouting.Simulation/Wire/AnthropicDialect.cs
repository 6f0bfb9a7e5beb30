using System.Globalization;
using CapacityRouting.Simulation.Limiters;
using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Wire;

/// <summary>Anthropic: separate limits for requests, input and output. Resets are the times at which a limit is full. Remaining tokens are rounded to the nearest thousand.</summary>
internal sealed class AnthropicDialect(TimeProvider time) : IWireDialect
{
    private const int TokensRoundedTo = 1000;

    public string ProviderName => "anthropic";

    public void WriteHeaders(IDictionary<string, string> headers, string id, IEnumerable<Standing> standings, HeaderStyle style)
    {
        headers["request-id"] = RequestId(id);
        foreach (Standing standing in standings)
        {
            // There is one family of headers for each unit. Of several windows the first that is set counts.
            string prefix = $"anthropic-ratelimit-{Unit(standing.Dimension)}";
            int roundedTo = LimitWords.CountsRequests(standing.Dimension) ? 1 : TokensRoundedTo;
            if (!headers.TryAdd($"{prefix}-remaining", style.Remaining(standing, roundedTo)) || !style.IsComplete())
                continue;
            headers[$"{prefix}-limit"] = style.Limit(standing);
            headers[$"{prefix}-reset"] = Moment(time.GetUtcNow() - style.Lag + standing.UntilFull);
        }
    }

    public ErrorReply RateLimited(ProviderRequest request, string id, Refusal refusal, ToldWait wait)
    {
        Dictionary<string, string> headers = new(wait.Headers, StringComparer.OrdinalIgnoreCase) { ["x-should-retry"] = "true" };
        return new(429, Error("rate_limit_error", Explain(refusal, wait), id)) { Headers = headers };
    }

    public ErrorReply TurnedAway(string id, ToldWait wait, string words) =>
        new(429, Error("rate_limit_error", words, id)) { Headers = wait.Headers };

    public ErrorReply Unavailable(string id) => new(529, Error("overloaded_error", "Overloaded", id));

    public ErrorReply TooLong(ProviderRequest request, string id, int window) =>
        new(400, Error("invalid_request_error", $"prompt is too long: {request.InputTokens} tokens > {window} maximum", id));

    public ErrorReply Broken(string id) => new(500, Error("api_error", "Internal server error", id));

    private static string RequestId(string id) => $"req_{id}";

    private static string Unit(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.InputTokensPerMinute => "input-tokens",
        CapacityDimension.OutputTokensPerMinute => "output-tokens",
        _ => LimitWords.Unit(dimension),
    };

    /// <summary>The time in whole seconds, rounded up: by then the limit is full.</summary>
    private static string Moment(DateTimeOffset moment) =>
        moment.AddTicks(TimeSpan.TicksPerSecond - 1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Explain(Refusal refusal, ToldWait wait)
    {
        if (refusal.Dimension is not { } dimension)
            return "Number of concurrent connections has exceeded your rate limit. Please try again later.";

        // Anthropic's own wording states no wait. Only a provider that states it in words alone adds one.
        string when = wait is { InWords: { } words, Headers.Count: 0 } ? $" Please try again in {GoDuration.Format(words)}." : "";
        string exceeded = LimitWords.Period(dimension) is not "day" and string period
            ? "This request would exceed the rate limit for your organization (org-simulated) of " +
                string.Create(CultureInfo.InvariantCulture, $"{refusal.Limit:N0} {Unit(dimension).Replace('-', ' ')} per {period}")
            : $"Number of {(LimitWords.CountsRequests(dimension) ? "requests" : "request tokens")} has exceeded your daily rate limit";
        return $"{exceeded}. For details, refer to: https://docs.claude.com/en/api/rate-limits. You can see the response headers for current usage. " +
            $"Please reduce the prompt length or the maximum tokens requested, or try again later.{when}";
    }

    private static string Error(string type, string message, string id) =>
        ErrorBody.Of(new { type = "error", error = new { type, message }, request_id = RequestId(id) });
}
