using System.Globalization;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Whatever comes over the wire, a failure of some kind comes of it, a wait that can be meant, and nothing thrown by the library.</summary>
public sealed class HostileWireTests
{
    private const int Seed = 20261121;

    private static readonly int Cases = Extent.Of(20_000);
    
    private static readonly string[] Scraps =
    [
        "{", "}", "[", "]", "\"", "'", "\\", "\\\"", ":", ",", "\n", "\0", "\ud800", "é", "�", "data: ", "event: error\n", "<html>", "error", "\"error\":", "null", "code", "message",
        "429", "-1", "0", "1e999", "NaN", "99999999999999999999999999", "0.000000001", "try again in ", "retry after ", "Limit ", "Used ", "Requested ", "per day", "tokens per min", "7m12s", "174ms", "s", "h",
        "insufficient_quota", "rate_limit_exceeded", "context_length_exceeded", "retryDelay", "resets at 9999-12-31T23:59:59Z", "until ", "86400 seconds", "%", "~", "/",
    ];

    private static readonly string[] Names =
    [
        "retry-after", "retry-after-ms", "x-ms-retry-after-ms", "date", "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens", "anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining",
        "anthropic-ratelimit-requests-reset", "azure-openai-deployment-utilization", "x-amzn-errortype", "ratelimit-reset", "x-ratelimit-timeremaining",
    ];

    private static readonly string[] Values =
    [
        "0", "1", "-1", "7", "1.5", "garbage", "", " ", "NaN", "1e400", "5, 10", "99999999999999999999", "Wed, 21 Oct 2015 07:28:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT",
        "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "6m0s", "1785082980000", "9223372036854775807", "100%", "\"quoted\"", "1,000", "ThrottlingException:http://x/",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Response_OfAnyNoise_IsAFailureOrAnAnswerAndNothingElse(bool streaming)
    {
        Random random = new(Seed);
        int status = 200;
        string body = string.Empty;
        (string, string)[] headers = [];
        StubHandler network = new(_ => StubHandler.Response(status, body, headers));
        for (int i = 0; i < Cases; i++)
        {
            (status, body, headers) = (random.Next(8) == 0 ? 200 : random.Next(400, 600), Noise(random), Some(random));
            using CapacityAwareChatClient client = Make.Router(new HttpChatClient(new CapacityObserver(network)), TestClient.Saying("b"));

            string what = string.Create(CultureInfo.InvariantCulture, $"{i}: {status} {body} {string.Join(' ', headers)}");
            RoutingReport? report = await ReportOfAsync(client, streaming);
            Assert.True(report is not null, what);
            Assert.All(report!.Attempts.Select(attempt => attempt.Failure).OfType<RouteFailure>(), failure => AssertSane(failure, what));
            Assert.All(client.Route("a").Buckets, bucket => Assert.True(bucket.Limit > 0 && bucket.Level <= bucket.Burst && bucket.Level >= -bucket.Burst, what));
        }
    }

    private static async Task<RoutingReport?> ReportOfAsync(CapacityAwareChatClient client, bool streaming)
    {
        try
        {
            return (await client.AskAsync(streaming)).GetRoutingReport();
        }
        catch (Exception thrown) when (thrown is HttpRequestException or IOException or StreamInterruptedException or InvalidOperationException)
        {
            // The client's own: the request was at fault, or the stream broke off after it had begun.
            return thrown.GetRoutingReport();
        }
    }

    private static void AssertSane(RouteFailure failure, string what)
    {
        Assert.True(Enum.IsDefined(failure.Kind), what);
        Assert.True(failure.RetryAfter is null || (failure.RetryAfter >= TimeSpan.Zero && failure.RetryAfter <= TimeSpan.FromHours(48)), what);
    }

    private static string Noise(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => Scraps[random.Next(Scraps.Length)] + (random.Next(3) == 0 ? " " : string.Empty)));

    private static (string, string)[] Some(Random random) =>
        [.. Enumerable.Range(0, random.Next(6)).Select(_ => (Names[random.Next(Names.Length)], Values[random.Next(Values.Length)]))];
}
