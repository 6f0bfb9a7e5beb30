using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A proxy's refusal of one exchange closes no route and stops no request.</summary>
public sealed class ProxyPageTests
{
    private const string Waf = "<!doctype html><html><title>403 Forbidden</title><body>Request blocked. Access denied. Ray ID 7f</body></html>";

    [Theory]
    [InlineData(403, Waf)]
    [InlineData(400, "<html><head><title>400 Request Header Or Cookie Too Large</title></head></html>")]
    [InlineData(405, "<!doctypehtml><html lang=\"zh-cn\"><title>405</title><p>Sorry, your request has been blocked</p></html>")]
    [InlineData(405, "")]
    [InlineData(421, "Misdirected Request")]
    public async Task Page_ForOnePrompt_GoesOnAndLeavesTheRouteOpen(int status, string body)
    {
        int sends = 0;
        StubHandler network = new(_ => ++sends == 1 ? StubHandler.Response(status, body) : StubHandler.Response(200, "first"));
        using CapacityAwareChatClient client = Make.Router(new HttpChatClient(new CapacityObserver(network)), TestClient.Saying("second"));

        ChatResponse refused = await client.AskAsync(streaming: false);

        Assert.Equal(("second", FailureKind.ServerError), (refused.Text, refused.GetRoutingReport()!.Attempts[0].Failure!.Kind));
        Assert.Null(client.Route("a").ClosedFor);
        Assert.Equal("first", (await client.AskAsync(streaming: false)).Text);
    }

    [Theory]
    [InlineData(401, Waf, FailureKind.Authentication)]
    [InlineData(404, "<html><title>404 Not Found</title></html>", FailureKind.ModelNotFound)]
    [InlineData(429, "<html><title>429 Too Many Requests</title></html>", FailureKind.RateLimited)]
    [InlineData(403, """{"error":{"message":"forbidden: the key may not use <html>"}}""", FailureKind.Authentication)]
    public async Task Status_WithAMeaningOfItsOwn_KeepsIt(int status, string body, FailureKind kind)
    {
        using CapacityAwareChatClient client = Make.Router(new HttpChatClient(new CapacityObserver(StubHandler.Answering(status, body))), TestClient.Saying("second"));

        Assert.Equal(kind, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }
}
