namespace CapacityRouting.Failures.Classification;

/// <summary>
/// Classification by the bare HTTP status code (RFC 9110, RFC 6585; 498, 499 and 529 are Groq's, nginx's and Anthropic's own, 520 to 524 Cloudflare's).
/// The status code is the weakest signal: any more specific one goes before it.
/// </summary>
internal static class StatusRules
{
    public static FailureKind KindOf(int status) => status switch
    {
        401 or 403 or 407 => FailureKind.Authentication,
        402 => FailureKind.QuotaExhausted,
        404 or 410 => FailureKind.ModelNotFound,
        408 => FailureKind.Timeout,
        // Another request or an upstream has failed it, and not its own words.
        409 or 424 or 425 => FailureKind.ServerError,
        // nginx's own: the connection to the proxy was closed.
        499 => FailureKind.Network,
        // The method and the host are the client's own on every call: a proxy in between refused this exchange, and not the request.
        405 or 421 or 426 => FailureKind.ServerError,
        413 => FailureKind.ContextLengthExceeded,
        429 => FailureKind.RateLimited,
        451 => FailureKind.ContentFiltered,
        498 or 503 or 529 => FailureKind.Overloaded,
        504 or 522 or 524 => FailureKind.Timeout,
        >= 400 and < 500 => FailureKind.InvalidRequest,
        _ => FailureKind.ServerError,
    };
}
