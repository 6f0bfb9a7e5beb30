using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace QuickStart.Providers;

/// <summary>OpenAI's chat completions: one limit for input and output together, waits as Go durations.</summary>
internal sealed class OpenAIDialect : IWireDialect
{
    private const string Organization = "org-loopback";

    /// <summary>What is reserved for the output of a request that names no maximum.</summary>
    private const int DefaultOutputTokens = 16;

    public string Path => "/v1/chat/completions";

    public bool CountsRefusedRequests => true;

    public ModelCall Read(JsonElement body) => new(
        body.GetProperty("model").GetString()!,
        body.TryGetProperty("stream", out var stream) && stream.GetBoolean(),
        PromptLength.Of(body.GetProperty("messages")),
        MaxTokens(body));

    /// <summary>The maximum is reserved at admission, and what is not generated isn't given back.</summary>
    public Charge ChargeFor(ModelCall call) => new(Tokens: call.EstimatedInputTokens + (call.MaxTokens ?? DefaultOutputTokens));

    public string NewId(int call) => string.Create(CultureInfo.InvariantCulture, $"chatcmpl-{call:D8}");

    public void WriteHeaders(IHeaderDictionary headers, string id, IEnumerable<BucketLevel> levels)
    {
        headers["x-request-id"] = RequestId(id);
        headers["openai-organization"] = Organization;
        foreach (var level in levels)
        {
            var suffix = Name(level.Dimension);
            headers[$"x-ratelimit-limit-{suffix}"] = level.Limit.ToString(CultureInfo.InvariantCulture);
            headers[$"x-ratelimit-remaining-{suffix}"] = level.Remaining.ToString(CultureInfo.InvariantCulture);
            headers[$"x-ratelimit-reset-{suffix}"] = GoDuration.Format(level.UntilFull);
        }
    }

    public ErrorReply RateLimited(ModelCall call, string id, Refusal refusal)
    {
        var body = Error(Explain(call, refusal), Name(refusal.Dimension), "rate_limit_exceeded");
        return refusal.RetryIn is { } wait
            ? new ErrorReply(429, body) { Headers = { ["Retry-After"] = RetryAfter.Format(wait) } }
            : new ErrorReply(429, body);
    }

    public ErrorReply Unavailable(string id) => new(503, Error(
        "That model is currently overloaded with other requests. You can retry your request, or contact us through our " +
        $"help center at help.openai.com if the error persists. (Please include the request ID {RequestId(id)} in your message.)",
        "server_error",
        code: null));

    public string Body(Answer answer) => JsonSerializer.Serialize(new
    {
        id = answer.Id,
        @object = "chat.completion",
        created = answer.CreatedAt,
        model = answer.Model,
        choices = new[]
        {
            new { index = 0, message = new { role = "assistant", content = answer.Text }, finish_reason = "stop" },
        },
        usage = Usage(answer),
    });

    public string OpeningEvents(Answer answer) => Chunk(answer, new { role = "assistant", content = "" }, finishReason: null);

    public string PieceEvent(Answer answer, AnswerPiece piece) => Chunk(answer, new { content = piece.Text }, finishReason: null);

    public string ClosingEvents(Answer answer) =>
        Chunk(answer, new { }, "stop") + UsageChunk(answer) + "data: [DONE]\n\n";

    private static string RequestId(string id) => id.Replace("chatcmpl-", "req_", StringComparison.Ordinal);

    private static int? MaxTokens(JsonElement body) =>
        body.TryGetProperty("max_completion_tokens", out var max) || body.TryGetProperty("max_tokens", out max)
            ? max.GetInt32()
            : null;

    private static string Name(Dimension dimension) => dimension is Dimension.Tokens ? "tokens" : "requests";

    private static string Explain(ModelCall call, Refusal refusal)
    {
        var unit = refusal.Dimension is Dimension.Tokens ? "tokens per min (TPM)" : "requests per min (RPM)";
        return refusal switch
        {
            // OpenAI publishes no wording for this one.
            { Dimension: Dimension.Concurrency } =>
                $"Too many concurrent requests for {call.Model} in organization {Organization}: Limit {refusal.Limit}.",
            { CanNeverFit: true } =>
                $"Request too large for {call.Model} in organization {Organization} on {unit}: Limit {refusal.Limit}, " +
                $"Requested {refusal.Requested}. The input or output tokens must be reduced in order to run successfully.",
            _ =>
                $"Rate limit reached for {call.Model} in organization {Organization} on {unit}: Limit {refusal.Limit}, " +
                $"Used {refusal.Used}, Requested {refusal.Requested}. " +
                $"Please try again in {GoDuration.Format(refusal.RetryIn ?? TimeSpan.Zero)}. " +
                "Visit https://platform.openai.com/account/rate-limits to learn more.",
        };
    }

    private static string Error(string message, string type, string? code) =>
        JsonSerializer.Serialize(new { error = new { message, type, param = (string?)null, code } });

    private static string Chunk(Answer answer, object delta, string? finishReason) => Event(new
    {
        id = answer.Id,
        @object = "chat.completion.chunk",
        created = answer.CreatedAt,
        model = answer.Model,
        choices = new[] { new { index = 0, delta, finish_reason = finishReason } },
    });

    private static string UsageChunk(Answer answer) => Event(new
    {
        id = answer.Id,
        @object = "chat.completion.chunk",
        created = answer.CreatedAt,
        model = answer.Model,
        choices = Array.Empty<object>(),
        usage = Usage(answer),
    });

    private static string Event(object data) => $"data: {JsonSerializer.Serialize(data)}\n\n";

    private static object Usage(Answer answer) => new
    {
        prompt_tokens = answer.InputTokens,
        completion_tokens = answer.OutputTokens,
        total_tokens = answer.InputTokens + answer.OutputTokens,
    };
}
