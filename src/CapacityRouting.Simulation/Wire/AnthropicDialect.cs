using System.Globalization;
using System.Text.Json;
using CapacityRouting.Simulation.Limiters;
using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Wire;

/// <summary>Anthropic: requests, input and output apart, resets as times at which all is full, remaining tokens to the nearest thousand.</summary>
internal sealed class AnthropicDialect(TimeProvider time) : IWireDialect
{
    private const int TokensRoundedTo = 1000;

    public string ProviderName => "anthropic";

    public void WriteHeaders(IDictionary<string, string> headers, string id, IEnumerable<Standing> standings, HeaderStyle style)
    {
        headers["request-id"] = RequestId(id);
        foreach (Standing standing in standings)
        {
            string prefix = $"anthropic-ratelimit-{Unit(standing.Dimension)}";
            int roundedTo = standing.Dimension == CapacityDimension.RequestsPerMinute ? 1 : TokensRoundedTo;
            headers[$"{prefix}-remaining"] = style.Remaining(standing, roundedTo);
            if (!style.IsComplete())
                continue;
            headers[$"{prefix}-limit"] = style.Limit(standing);
            headers[$"{prefix}-reset"] = (time.GetUtcNow() + standing.UntilFull).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
    }

    public ErrorReply RateLimited(ProviderRequest request, string id, Refusal refusal, ToldWait wait)
    {
        Dictionary<string, string> headers = new(wait.Headers, StringComparer.OrdinalIgnoreCase) { ["x-should-retry"] = "true" };
        return new(429, Error("rate_limit_error", Explain(refusal, wait), id)) { Headers = headers };
    }

    public ErrorReply Unavailable(string id) => new(529, Error("overloaded_error", "Overloaded", id));

    public ErrorReply TooLong(ProviderRequest request, string id, int window) =>
        new(400, Error("invalid_request_error", $"prompt is too long: {request.InputTokens} tokens > {window} maximum", id));

    public ErrorReply Broken(string id) => new(500, Error("api_error", "Internal server error", id));

    private static string RequestId(string id) => $"req_{id}";

    private static string Unit(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.InputTokensPerMinute => "input-tokens",
        CapacityDimension.OutputTokensPerMinute => "output-tokens",
        CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay => "requests",
        _ => "tokens",
    };

    private static string Explain(Refusal refusal, ToldWait wait)
    {
        if (refusal.Dimension is not { } dimension)
            return "Number of concurrent connections has exceeded your rate limit. Please try again later.";

        // Its own words tell no wait: only a provider that tells it in words alone adds one.
        string when = wait is { InWords: { } words, Headers.Count: 0 } ? $" Please try again in {GoDuration.Format(words)}." : "";
        return "This request would exceed the rate limit for your organization (org-simulated) of " +
            string.Create(CultureInfo.InvariantCulture, $"{refusal.Limit:N0} {Unit(dimension).Replace('-', ' ')} per minute. ") +
            "You can see the response headers for current usage. Please reduce the prompt length or the maximum tokens " +
            $"requested, or try again later.{when}";
    }

    private static string Error(string type, string message, string id) =>
        JsonSerializer.Serialize(new { type = "error", error = new { type, message }, request_id = RequestId(id) });
}
