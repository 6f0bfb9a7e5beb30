using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Failures.Providers;

/// <summary>Codes and sentences that contradict each other: the more specific signal wins.</summary>
public sealed class BorrowedWordsTests
{
    public static TheoryData<int, string, FailureKind, double?> Said => new()
    {
        { 429, """{"error":{"message":"You exceeded your current quota. See error-code#token-limit","type":"insufficient_quota","code":"insufficient_quota"}}""", FailureKind.RateLimited, null },
        { 429, """{"code":"Throttling.AllocationQuota","message":"You exceeded your current quota"}""", FailureKind.RateLimited, null },
        { 429, """{"code":"Throttling.AllocationQuota","message":"Free allocated quota exceeded."}""", FailureKind.QuotaExhausted, null },
        { 429, """{"error":{"reason":"RATE_LIMIT_EXCEEDED","message":"You have exhausted your capacity on this model. Your quota will reset after 10s."}}""", FailureKind.RateLimited, 10 },
        { 429, """{"error":{"message":"You have exhausted your monthly budget. Retry after 10s."}}""", FailureKind.QuotaExhausted, 10 },
        { 429, """{"error":{"code":"SetLimitExceeded","message":"the model service has been paused","type":"TooManyRequests"}}""", FailureKind.QuotaExhausted, null },
        { 429, """{"error":{"code":8,"message":"8 RESOURCE_EXHAUSTED: Received message larger than max (142 vs. 41)","status":"RESOURCE_EXHAUSTED"}}""", FailureKind.ContextLengthExceeded, null },
        { 400, """{"error":{"code":"400","message":"Detected high-frequency non-compliant requests from you.","type":"invalid_request_error"}}""", FailureKind.RateLimited, null },
        { 403, """{"statusCode":403,"message":"Token quota is exceeded. Try again in 21 minutes and 33 seconds."}""", FailureKind.QuotaExhausted, 1293 },
        { 200, """{"base_resp":{"status_code":1039,"status_msg":"token limit"}}""", FailureKind.RateLimited, null },
        { 200, """{"Response":{"Error":{"Code":"FailedOperation.FreeResourcePackExhausted","Message":"used up"}}}""", FailureKind.QuotaExhausted, null },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public async Task Refusal_InBorrowedWords_IsReadByItsOwn(int status, string body, FailureKind kind, double? wait)
    {
        using CapacityAwareChatClient client = Make.Router(new HttpChatClient(new CapacityObserver(StubHandler.Answering(status, body))), new TestClient());

        RouteFailure failure = (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal((kind, wait), (failure.Kind, failure.RetryAfter?.TotalSeconds));
    }

    /// <summary>A short wait that comes again is believed: the route is asked again after each.</summary>
    [Fact]
    public async Task Quota_OfAShortWaitSaidTwice_ClosesNoRoute()
    {
        ManualTime time = new();
        StubHandler network = StubHandler.Answering(429, """{"error":{"reason":"RATE_LIMIT_EXCEEDED","message":"You have exhausted your capacity on this model. Your quota will reset after 10s."}}""");
        using CapacityAwareChatClient client = Make.Router(time, new HttpChatClient(new CapacityObserver(network)), new TestClient());

        for (int call = 1; call <= 3; call++)
        {
            await client.AskAsync(streaming: false);
            Assert.Equal(call, network.Sends);
            time.Advance(TimeSpan.FromSeconds(11));
        }

        Assert.Null(client.Route("a").ClosedFor);
    }
}
