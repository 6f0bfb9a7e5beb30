using System.ClientModel;
using System.Globalization;
using System.Text.Json;
using Anthropic.Exceptions;
using CapacityRouting;

namespace QuickStart.Clients;

/// <summary>
/// Tells the router what the two SDKs' exceptions mean. Their status and error code are on types that the library,
/// which depends on no SDK, can't know.
/// </summary>
internal sealed class SdkFailureClassifier : IFailureClassifier
{
    /// <summary>Returns null for every other exception, and for a code that says nothing: the built-in rules decide.</summary>
    public RouteFailure? Classify(FailureContext context) => context.Exception switch
    {
        ClientResultException { Status: > 0 } openAI => Failure(openAI.Status, CodeOf(openAI), openAI.Message, RetryAfterOf(openAI)),
        AnthropicApiException anthropic => Failure((int)anthropic.StatusCode, CodeOf(anthropic), anthropic.ApiMessage),
        AnthropicSseException midStream => Failure(status: null, CodeOf(midStream), midStream.ApiMessage),
        ClientResultException or AnthropicIOException => new RouteFailure { Kind = FailureKind.Network, Message = context.Exception.Message },
        _ => null,
    };

    private static RouteFailure? Failure(int? status, string? code, string? message, TimeSpan? retryAfter = null) =>
        KindOf(status, code) is { } kind
            ? new RouteFailure { Kind = kind, StatusCode = status, ErrorCode = code, Message = message, RetryAfter = retryAfter }
            : null;

    /// <summary>The code goes first: an exhausted account and a busy minute are both a 429.</summary>
    private static FailureKind? KindOf(int? status, string? code) => (status, code) switch
    {
        (_, "insufficient_quota" or "billing_error" or "enforced_spend_limit_reached") => FailureKind.QuotaExhausted,
        (_, "context_length_exceeded") => FailureKind.ContextLengthExceeded,
        (_, "content_filter" or "content_policy_violation" or "invalid_prompt") => FailureKind.ContentFiltered,
        (429, _) or (_, "rate_limit_error") => FailureKind.RateLimited,
        (503 or 529, _) or (_, "overloaded_error") => FailureKind.Overloaded,
        (401 or 403, _) => FailureKind.Authentication,
        (404, _) => FailureKind.ModelNotFound,
        (408 or 504, _) => FailureKind.Timeout,
        ( >= 500, _) or (_, "api_error") => FailureKind.ServerError,
        ( >= 400, _) => FailureKind.InvalidRequest,
        _ => null,
    };

    private static string? CodeOf(AnthropicServiceException failure) => failure.ErrorCode ?? failure.Type?.Raw();

    private static string? CodeOf(ClientResultException failure)
    {
        try
        {
            using var body = JsonDocument.Parse(failure.GetRawResponse()?.Content ?? BinaryData.Empty);
            var error = body.RootElement.GetProperty("error");
            return error.GetProperty("code").GetString() ?? error.GetProperty("type").GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // A proxy's error page has no code.
        }
    }

    private static TimeSpan? RetryAfterOf(ClientResultException failure) =>
        failure.GetRawResponse() is { } response &&
        response.Headers.TryGetValue("Retry-After", out var value) &&
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
