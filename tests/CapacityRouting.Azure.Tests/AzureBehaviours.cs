using CapacityRouting.ScriptedProvider;
using static CapacityRouting.ScriptedProvider.Behaviour;

namespace CapacityRouting.Tests;

/// <summary>What models on Azure, and what stands between, do when they do not answer.</summary>
internal static class AzureBehaviours
{
    private const string Answer = """{"choices":[{"message":{"role":"assistant","content":"the first answers"},"finish_reason":"stop"}]}""";
    private const string Role = """data: {"choices":[{"delta":{"role":"assistant","content":""},"finish_reason":null}]}""";

    private static readonly string Busy = Error("RateLimitReached", "The rate limit of this deployment is exceeded.");

    public static IReadOnlyDictionary<string, Behaviour> All { get; } =
        Refusals().Concat(RetryAfterForms.Of(Busy)).Concat(TransportFailures.Around(Busy, Answer)).ToDictionary(each => each.Name, StringComparer.Ordinal);

    private static IEnumerable<Behaviour> Refusals() =>
    [
        new("rate limit, x-ms-retry-after-ms", Reply.Json(429, Busy, ("x-ms-retry-after-ms", "1200")), FailureKind.RateLimited) { Wait = TimeSpan.FromSeconds(1.2), WaitIsInHeaders = true },
        new("a day's wait", Refused(429, "429", "Rate limit is exceeded. Please retry after 86400 seconds."), FailureKind.QuotaExhausted) { Wait = TimeSpan.FromDays(1), Scope = FailureScope.Day },
        new("high demand", Refused(429, "429", "The system is currently experiencing high demand and cannot process your request."), FailureKind.Overloaded),
        new("no capacity", Refused(429, "NoCapacity", "The service is temporarily unable to process your request."), FailureKind.Overloaded),
        new("a firewall", Refused(403, "403", "Access denied due to Virtual Network/Firewall rules."), FailureKind.Authentication),
        new("a wrong key", Refused(401, "401", "Access denied due to invalid subscription key or wrong API endpoint."), FailureKind.Authentication),
        new("a deployment that does not exist", Refused(404, "DeploymentNotFound", "The API deployment for this resource does not exist."), FailureKind.ModelNotFound),
        new("the filter", Refused(400, "content_filter", "The prompt triggered the content management policy."), FailureKind.ContentFiltered),
        new("too long for the model", Refused(400, "context_length_exceeded", "This model's maximum context length is 8192 tokens."), FailureKind.ContextLengthExceeded),
        new("a wrong request", Refused(400, "BadRequest", "Unrecognized request argument supplied: voice"), FailureKind.InvalidRequest),
        new("a server error", Refused(500, "InternalServerError", "The server had an error while processing your request."), FailureKind.ServerError),

        // The client finds no choice in the answer, and its exception is that of a wrong argument.
        new("an error in a whole answer", Reply.Json(200, Busy), FailureKind.RateLimited) { Streaming = false, SeenAs = At(FailureKind.InvalidRequest, Sight.Reader, Sight.Neither) },
        new("a stream cut before its first content", Reply.Events(Role).Cut(), FailureKind.TruncatedStream) { Streaming = true },
    ];

    private static string Error(string code, string message) => $$$"""{"error":{"code":"{{{code}}}","message":"{{{message}}}"}}""";

    private static Reply Refused(int status, string code, string message) => Reply.Json(status, Error(code, message));
}
