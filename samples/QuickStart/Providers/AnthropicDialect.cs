using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace QuickStart.Providers;

/// <summary>Anthropic's messages: separate limits for input and output, waits as RFC 3339 times.</summary>
internal sealed class AnthropicDialect(TimeProvider time) : IWireDialect
{
    public string Path => "/v1/messages";

    public bool CountsRefusedRequests => false;

    public ModelCall Read(JsonElement body) => new(
        body.GetProperty("model").GetString()!,
        body.TryGetProperty("stream", out var stream) && stream.GetBoolean(),
        PromptLength.Of(body.GetProperty("messages")) + (body.TryGetProperty("system", out var system) ? PromptLength.Of(system) : 0),
        body.GetProperty("max_tokens").GetInt32());

    /// <summary>max_tokens plays no part: output is counted as it is generated.</summary>
    public Charge ChargeFor(ModelCall call) => new(InputTokens: call.EstimatedInputTokens);

    public string NewId(int call) => string.Create(CultureInfo.InvariantCulture, $"msg_{call:D8}");

    public void WriteHeaders(IHeaderDictionary headers, string id, IEnumerable<BucketLevel> levels)
    {
        headers["request-id"] = RequestId(id);
        foreach (var level in levels)
        {
            var prefix = $"anthropic-ratelimit-{Name(level.Dimension)}";
            headers[$"{prefix}-limit"] = level.Limit.ToString(CultureInfo.InvariantCulture);
            headers[$"{prefix}-remaining"] = Rounded(level).ToString(CultureInfo.InvariantCulture);
            headers[$"{prefix}-reset"] = FullAt(level);
        }
    }

    public ErrorReply RateLimited(ModelCall call, string id, Refusal refusal)
    {
        var reply = new ErrorReply(429, Error("rate_limit_error", Explain(refusal), id))
        {
            Headers = { ["x-should-retry"] = "true" },
        };
        if (refusal.RetryIn is { } wait)
            reply.Headers["retry-after"] = RetryAfter.Format(wait);

        return reply;
    }

    public ErrorReply Unavailable(string id) => new(529, Error("overloaded_error", "Overloaded", id));

    public string Body(Answer answer) => JsonSerializer.Serialize(Message(answer, answer.Text, "end_turn", answer.OutputTokens));

    public string OpeningEvents(Answer answer) =>
        Event("message_start", new { type = "message_start", message = Message(answer, text: null, stopReason: null, outputTokens: 1) }) +
        Event("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } });

    public string PieceEvent(Answer answer, AnswerPiece piece) => Event(
        "content_block_delta",
        new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = piece.Text } });

    public string ClosingEvents(Answer answer) =>
        Event("content_block_stop", new { type = "content_block_stop", index = 0 }) +
        Event("message_delta", new
        {
            type = "message_delta",
            delta = new { stop_reason = "end_turn", stop_sequence = (string?)null },
            usage = new { output_tokens = answer.OutputTokens },
        }) +
        Event("message_stop", new { type = "message_stop" });

    private static string RequestId(string id) => id.Replace("msg_", "req_", StringComparison.Ordinal);

    private static string Name(Dimension dimension) => dimension switch
    {
        Dimension.InputTokens => "input-tokens",
        Dimension.OutputTokens => "output-tokens",
        _ => "requests",
    };

    /// <summary>Remaining tokens are told to the nearest thousand.</summary>
    private static long Rounded(BucketLevel level) => level.Dimension is Dimension.Requests
        ? level.Remaining
        : (long)Math.Round(level.Remaining / 1000.0, MidpointRounding.AwayFromZero) * 1000;

    private string FullAt(BucketLevel level) =>
        (time.GetUtcNow() + level.UntilFull).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Explain(Refusal refusal) => refusal.Dimension is Dimension.Concurrency
        ? "Number of concurrent connections has exceeded your rate limit. Please try again later."
        : "This request would exceed the rate limit for your organization (org-loopback) of " +
          string.Create(CultureInfo.InvariantCulture, $"{refusal.Limit:N0} {Name(refusal.Dimension).Replace('-', ' ')} per minute. ") +
          "You can see the response headers for current usage. Please reduce the prompt length or the maximum tokens " +
          "requested, or try again later.";

    private static string Error(string type, string message, string id) =>
        JsonSerializer.Serialize(new { type = "error", error = new { type, message }, request_id = RequestId(id) });

    private static object Message(Answer answer, string? text, string? stopReason, int outputTokens) => new
    {
        id = answer.Id,
        type = "message",
        role = "assistant",
        model = answer.Model,
        content = text is null ? [] : new object[] { new { type = "text", text } },
        stop_reason = stopReason,
        stop_sequence = (string?)null,
        usage = new { input_tokens = answer.InputTokens, output_tokens = outputTokens },
    };

    private static string Event(string name, object data) => $"event: {name}\ndata: {JsonSerializer.Serialize(data)}\n\n";
}
