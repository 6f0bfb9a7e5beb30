namespace CapacityRouting.ScriptedProvider;

/// <summary>Failures of the transport, the same for every provider.</summary>
internal static class TransportFailures
{
    /// <param name="error">Any error of the provider's.</param>
    /// <param name="answer">Any answer of the provider's.</param>
    public static IEnumerable<Behaviour> Around(string error, string answer) =>
    [
        new("a proxy's page, 502", Reply.Html(502, "502 Bad Gateway"), FailureKind.ServerError),
        new("a proxy's page, 504", Reply.Html(504, "504 Gateway Time-out"), FailureKind.Timeout),
        new("a proxy's page, 503 with a wait", Reply.Html(503, "503 Service Temporarily Unavailable", ("Retry-After", "5")), FailureKind.Overloaded) { Wait = TimeSpan.FromSeconds(5), WaitIsInHeaders = true },
        new("no body", Reply.Json(503, string.Empty), FailureKind.Overloaded),
        new("an error that is half of its JSON", Reply.Json(429, error[..(error.Length / 2)], ("Retry-After", "3")), FailureKind.RateLimited) { Wait = TimeSpan.FromSeconds(3), WaitIsInHeaders = true },
        new("an error in chunks", Reply.Json(429, error, ("Retry-After", "3")).Chunked(), FailureKind.RateLimited) { Wait = TimeSpan.FromSeconds(3), WaitIsInHeaders = true },
        new("a connection reset before the headers", Reply.Reset, FailureKind.Network),
        new("an answer cut in its middle", Reply.Json(200, answer).Cut(), FailureKind.TruncatedStream) { Streaming = false },
    ];
}
