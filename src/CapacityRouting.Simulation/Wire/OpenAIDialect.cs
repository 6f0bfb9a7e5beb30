using CapacityRouting.Simulation.Limiters;
using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Wire;

/// <summary>OpenAI: limits for requests and tokens. Resets are Go durations until a limit is full, and the exact wait is in words.</summary>
internal sealed class OpenAIDialect : IWireDialect
{
    private const string Organization = "org-simulated";

    public string ProviderName => "openai";

    public void WriteHeaders(IDictionary<string, string> headers, string id, IEnumerable<Standing> standings, HeaderStyle style)
    {
        headers["x-request-id"] = RequestId(id);
        headers["openai-organization"] = Organization;
        foreach (Standing standing in standings)
        {
            // There is one family of headers for each unit. Of several windows the first that is set counts.
            string unit = LimitWords.Unit(standing.Dimension);
            if (!headers.TryAdd($"x-ratelimit-remaining-{unit}", style.Remaining(standing)) || !style.IsComplete())
                continue;
            headers[$"x-ratelimit-limit-{unit}"] = style.Limit(standing);
            headers[$"x-ratelimit-reset-{unit}"] = GoDuration.Format(standing.UntilFull);
        }
    }

    public ErrorReply RateLimited(ProviderRequest request, string id, Refusal refusal, ToldWait wait) =>
        new(429, Error(Explain(request, refusal, wait), refusal.Dimension is { } dimension ? LimitWords.Unit(dimension) : "requests", "rate_limit_exceeded"))
        {
            Headers = wait.Headers,
        };

    public ErrorReply TurnedAway(string id, ToldWait wait, string words) =>
        new(429, Error(words, "requests", "rate_limit_exceeded")) { Headers = wait.Headers };

    public ErrorReply Unavailable(string id) => new(503, Error(
        "That model is currently overloaded with other requests. You can retry your request, or contact us through our " +
        $"help center at help.openai.com if the error persists. (Please include the request ID {RequestId(id)} in your message.)",
        "server_error",
        code: null));

    public ErrorReply TooLong(ProviderRequest request, string id, int window) => new(400, Error(
        $"This model's maximum context length is {window} tokens. However, your messages resulted in {request.InputTokens} tokens. " +
        "Please reduce the length of the messages.",
        "invalid_request_error",
        "context_length_exceeded"));

    public ErrorReply Broken(string id) => new(500, Error(
        $"The server had an error while processing your request. Sorry about that! (Please include the request ID {RequestId(id)} in your message.)",
        "server_error",
        code: null));

    public static string Error(string message, string type, string? code) =>
        ErrorBody.Of(new { error = new { message, type, param = (string?)null, code } });

    private static string RequestId(string id) => $"req_{id}";

    private static string Explain(ProviderRequest request, Refusal refusal, ToldWait wait)
    {
        // OpenAI publishes no wording for calls under way.
        if (refusal.Dimension is not { } dimension)
            return $"Too many concurrent requests for {request.Model} in organization {Organization}: Limit {refusal.Limit}.";
        string limit = $"for {request.Model} in organization {Organization} on {LimitWords.Unit(dimension)} per {Period(dimension)}";
        if (refusal.CanNeverFit)
            return $"Request too large {limit}: Limit {refusal.Limit}, Requested {refusal.Requested}. The input or output tokens must be reduced in order to run successfully.";
        string when = wait.InWords is { } words ? $"Please try again in {GoDuration.Format(words)}. " : "";
        return $"Rate limit reached {limit}: Limit {refusal.Limit}, Used {refusal.Used}, Requested {refusal.Requested}. {when}Visit https://platform.openai.com/account/rate-limits to learn more.";
    }

    private static string Period(CapacityDimension dimension)
    {
        char unit = LimitWords.CountsRequests(dimension) ? 'R' : 'T';
        string period = LimitWords.Period(dimension);
        return $"{(period is "minute" ? "min" : period)} ({unit}P{char.ToUpperInvariant(period[0])})";
    }
}
