using System.Net;

namespace CapacityRouting.Benchmarks.Stubs;

/// <summary>A network that answers at once with what OpenAI sends: two limits in six headers, among ten others.</summary>
internal sealed class InstantNetwork : HttpMessageHandler
{
    private static readonly (string Name, string Value)[] Headers =
    [
        ("date", "Sat, 21 Nov 2026 10:00:00 GMT"), ("server", "cloudflare"), ("x-request-id", "req_1"), ("cf-ray", "1-FRA"), ("via", "1.1 edge"),
        ("openai-organization", "org"), ("openai-processing-ms", "420"), ("openai-version", "2020-10-01"), ("alt-svc", "h3"), ("x-content-type-options", "nosniff"),
        ("x-ratelimit-limit-requests", "10000"), ("x-ratelimit-remaining-requests", "9990"), ("x-ratelimit-reset-requests", "60ms"),
        ("x-ratelimit-limit-tokens", "2000000"), ("x-ratelimit-remaining-tokens", "1950000"), ("x-ratelimit-reset-tokens", "1.5s"),
    ];

    public static HttpResponseMessage Answer()
    {
        HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        foreach ((string name, string value) in Headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Answer());
}
