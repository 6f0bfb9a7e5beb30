using CapacityRouting.ScriptedProvider;
using static CapacityRouting.ScriptedProvider.Behaviour;
using static CapacityRouting.Tests.AnthropicWire;

namespace CapacityRouting.Tests;

/// <summary>What Anthropic, and what stands between, do when they do not answer.</summary>
internal static class AnthropicBehaviours
{
    private static readonly string Busy = Error("rate_limit_error", "Number of requests has exceeded your per-minute rate limit.");

    public static IReadOnlyDictionary<string, Behaviour> All { get; } =
        Refusals().Concat(Faults()).Concat(Streams()).Concat(RetryAfterForms.Of(Busy)).Concat(TransportFailures.Around(Busy, Answer))
            .ToDictionary(each => each.Name, StringComparer.Ordinal);

    private static IEnumerable<Behaviour> Refusals() =>
    [
        new("rate limit, the limiter's headers beside the wait", Reply.Json(429, Busy,
            ("retry-after", "13"),
            ("anthropic-ratelimit-requests-limit", "50"),
            ("anthropic-ratelimit-requests-remaining", "0"),
            ("anthropic-ratelimit-requests-reset", "2026-01-02T00:01:00Z")), FailureKind.RateLimited)
        {
            Wait = TimeSpan.FromSeconds(13),
            WaitIsInHeaders = true,
            Scope = FailureScope.Minute,
        },
        new("quota, the spend limit", Reply.Json(429, """{"type":"error","error":{"type":"rate_limit_error","message":"This workspace has reached its spend limit for the month.","details":{"error_code":"enforced_spend_limit_reached"}}}"""), FailureKind.QuotaExhausted),
        new("quota, usage limits until a day", Refused(400, "invalid_request_error", "You have reached your specified API usage limits. You will regain access on 2026-01-03 at 00:00 UTC."), FailureKind.QuotaExhausted)
        {
            Wait = TimeSpan.FromDays(1),
        },
        new("quota, the credit is gone", Refused(400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to purchase credits."), FailureKind.QuotaExhausted),
        new("too long for the model", Refused(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"), FailureKind.ContextLengthExceeded),
        new("too many bytes", Refused(413, "request_too_large", "Request exceeds the maximum size"), FailureKind.ContextLengthExceeded),
        new("a wrong key", Refused(401, "authentication_error", "invalid x-api-key"), FailureKind.Authentication),
        new("a right that lacks", Refused(403, "permission_error", "Your API key does not have permission to use the specified resource."), FailureKind.Authentication),
        new("a model that does not exist", Refused(404, "not_found_error", "model: claude-test"), FailureKind.ModelNotFound),
        new("a wrong request", Refused(400, "invalid_request_error", "messages.0.role: Input should be 'user' or 'assistant'"), FailureKind.InvalidRequest),
    ];

    private static IEnumerable<Behaviour> Faults() =>
    [
        new("a server error", Refused(500, "api_error", "Internal server error"), FailureKind.ServerError),
        new("overloaded", Refused(529, "overloaded_error", "Overloaded"), FailureKind.Overloaded),
        new("overloaded, with a wait", Reply.Json(529, Error("overloaded_error", "Overloaded"), ("retry-after", "4")), FailureKind.Overloaded)
        {
            Wait = TimeSpan.FromSeconds(4),
            WaitIsInHeaders = true,
        },

        // The SDK finds no content in the answer, and its exception says nothing else.
        new("an error in a whole answer", Refused(200, "overloaded_error", "Overloaded"), FailureKind.Overloaded) { Streaming = false, SeenAs = At(FailureKind.ServerError, Sight.Reader, Sight.Neither) },
    ];

    private static IEnumerable<Behaviour> Streams() =>
    [
        new("a stream with an error first", Reply.Events(ErrorEvent("overloaded_error", "Overloaded")), FailureKind.Overloaded) { Streaming = true },
        new("a stream with an error after its start", Reply.Events(Start, ErrorEvent("api_error", "Internal server error")), FailureKind.ServerError) { Streaming = true },
        new("a stream with a rate limit after its start", Reply.Events(Start, ErrorEvent("rate_limit_error", "This request would exceed your rate limit of 40,000 input tokens per minute.")), FailureKind.RateLimited)
        {
            Streaming = true,
            Scope = FailureScope.Minute,
        },
        new("a stream cut before its first content", Reply.Events(Start, BlockStart).Cut(), FailureKind.TruncatedStream) { Streaming = true },
        new("a stream of nothing", Reply.Events(Start, Delta, Stop), FailureKind.EmptyResponse) { Streaming = true },
    ];

    private static Reply Refused(int status, string type, string message) => Reply.Json(status, Error(type, message));
}
