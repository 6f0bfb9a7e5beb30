using CapacityRouting.ScriptedProvider;
using static CapacityRouting.ScriptedProvider.Behaviour;
using static CapacityRouting.Tests.OpenAIWire;

namespace CapacityRouting.Tests;

/// <summary>What OpenAI, Azure OpenAI and what stands between do when they do not answer.</summary>
internal static class OpenAIBehaviours
{
    private static readonly string Busy = Error("Rate limit reached for gpt-test on requests per min (RPM).", "requests", "rate_limit_exceeded");

    public static IReadOnlyDictionary<string, Behaviour> All { get; } =
        Refusals().Concat(Faults()).Concat(Streams()).Concat(RetryAfterForms.Of(Busy)).Concat(TransportFailures.Around(Busy, Answer))
            .ToDictionary(each => each.Name, StringComparer.Ordinal);

    private static IEnumerable<Behaviour> Refusals() =>
    [
        new("rate limit, the wait in prose", Refused(429, "Rate limit reached for gpt-test on tokens per min (TPM): Limit 20000, Used 19800, Requested 700. Please try again in 1m26.4s.", "tokens", "rate_limit_exceeded"), FailureKind.RateLimited)
        {
            Wait = TimeSpan.FromSeconds(86.4),
            Scope = FailureScope.Minute,
        },
        new("quota, the account is out of credit", Refused(429, "You exceeded your current quota, please check your plan and billing details.", "insufficient_quota", "insufficient_quota"), FailureKind.QuotaExhausted),
        new("quota, tokens per day", Refused(429, "Rate limit reached for gpt-test on tokens per day (TPD): Limit 200000, Used 199500, Requested 1500. Please try again in 7m12s.", "tokens", "rate_limit_exceeded"), FailureKind.QuotaExhausted)
        {
            Wait = TimeSpan.FromMinutes(7.2),
            Scope = FailureScope.Day,
        },
        new("larger than the limit, whatever it says of waiting", Refused(429, "Request too large for gpt-test on tokens per min (TPM): Limit 30000, Requested 45000. The input or output tokens must be reduced in order to run successfully.", "tokens", "rate_limit_exceeded", ("Retry-After", "20")), FailureKind.RateLimited)
        {
            Scope = FailureScope.Minute,
        },
        new("Azure, a day's wait", Refused(429, "Requests to this deployment have exceeded the call rate limit of your current pricing tier. Please retry after 86400 seconds.", "", "429", ("Retry-After", "86400")), FailureKind.QuotaExhausted)
        {
            Wait = TimeSpan.FromDays(1),
            Scope = FailureScope.Day,
        },
        new("Azure, high demand", Refused(429, "The system is currently experiencing high demand and cannot process your request.", "", "429"), FailureKind.Overloaded),
        new("Azure, behind a firewall", Reply.Json(403, """{"error":{"code":"403","message":"Access denied due to Virtual Network/Firewall rules."}}"""), FailureKind.Authentication),
        new("Azure, the filter", Refused(400, "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", "invalid_request_error", "content_filter"), FailureKind.ContentFiltered),
        new("a wrong key", Refused(401, "Incorrect API key provided: no-key.", "invalid_request_error", "invalid_api_key"), FailureKind.Authentication),
        new("a model that does not exist", Refused(404, "The model `gpt-test` does not exist or you do not have access to it.", "invalid_request_error", "model_not_found"), FailureKind.ModelNotFound),
        new("too long for the model", Refused(400, "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.", "invalid_request_error", "context_length_exceeded"), FailureKind.ContextLengthExceeded),
        new("a wrong request", Refused(400, "Invalid value: 'narrator'. Supported values are: 'system', 'assistant' and 'user'.", "invalid_request_error", "invalid_value"), FailureKind.InvalidRequest),
    ];

    private static IEnumerable<Behaviour> Faults() =>
    [
        new("a server error", Refused(500, "The server had an error while processing your request.", "server_error", code: null), FailureKind.ServerError),
        new("overloaded", Refused(503, "The engine is currently overloaded, please try again later.", "server_error", code: null), FailureKind.Overloaded),

        // The SDK finds no choice in the answer and throws as if its caller had done wrong.
        new("an error in a whole answer", Reply.Json(200, Busy), FailureKind.RateLimited) { Streaming = false, SeenAs = At(FailureKind.InvalidRequest, Sight.Reader, Sight.Neither) },
    ];

    private static IEnumerable<Behaviour> Streams() =>
    [
        // The SDK takes the event for an empty update, and the stream ends as if all were well.
        new("a stream with an error first", Reply.Events("data: " + Busy, Done), FailureKind.RateLimited) { Streaming = true, SeenAs = At(FailureKind.EmptyResponse, Sight.Reader, Sight.Neither) },
        new("a stream with an error after the role", Reply.Events(RoleChunk, "data: " + Busy, Done), FailureKind.RateLimited) { Streaming = true, SeenAs = At(FailureKind.EmptyResponse, Sight.Reader, Sight.Neither) },
        new("a stream cut before its first content", Reply.Events(RoleChunk).Cut(), FailureKind.TruncatedStream) { Streaming = true },
        new("a stream of nothing", Reply.Events(RoleChunk, StopChunk, Done), FailureKind.EmptyResponse) { Streaming = true },
    ];

    private static Reply Refused(int status, string message, string type, string? code, params (string Name, string Value)[] headers) =>
        Reply.Json(status, Error(message, type, code), headers);
}
