using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A refusal of parts that another route made is of the match, and not of the request.</summary>
public sealed class MovedRefusalTests
{
    private readonly ManualTime _time = new();

    public static TheoryData<string, bool> Wordings
    {
        get
        {
            TheoryData<string, bool> data = [];
            string[] wordings =
            [
                """{"error":{"code":400,"message":"Function call is missing a thought_signature in functionCall parts.","status":"INVALID_ARGUMENT"}}""",
                """{"error":{"message":"Missing reasoning_content field in the assistant message","type":"invalid_request_error"}}""",
                """{"type":"error","error":{"type":"invalid_request_error","message":"messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`."}}""",
                """{"object":"error","message":"Tool call id was call_1 but must be a-z, A-Z, 0-9, with a length of 9.","type":"invalid_request_error","code":"3280"}""",
                """{"detail":"No."}""",
            ];
            foreach (string wording in wordings)
            {
                data.Add(wording, false);
                data.Add(wording, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Wordings))]
    public async Task Turn_MovedAndRefused_GoesOnWithoutEffectOnTheRoute(string body, bool streaming)
    {
        TestClient first = Refusing(body);
        using CapacityAwareChatClient client = Make.Router(_time, first, Own.Calling("1"), TestClient.Saying("third"));
        await BeginOnAsync(client, "b", streaming);
        await client.GetService<IRouteControl>()!.IsolateAsync("b");

        for (int call = 0; call < 20; call++)
            Assert.Equal("third", (await client.AskAsync(streaming, messages: Own.Results("1"))).Text);

        Assert.Equal(20, first.Calls);
        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
        Assert.Null(client.Route("a").ClosedFor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_OfAnUnknownMaker_GoesOnToo(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, TestClient.Failing(400), TestClient.Saying("second"));

        RoutingReport report = (await client.AskAsync(streaming, messages: Own.Results("of another process"))).GetRoutingReport()!;

        Assert.Equal("b", report.ServedBy);
        Assert.Equal(FailureKind.InvalidRequest, report.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reasoning_OfAnUnknownMaker_GoesOnToo(bool streaming)
    {
        TextReasoningContent signed = new("hmm") { ProtectedData = "signature" };
        using CapacityAwareChatClient client = Make.Router(_time, TestClient.Failing(400), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming, messages: [.. Ask.Question, new(ChatRole.Assistant, [signed, new TextContent("Rain?")]), new(ChatRole.User, "Yes.")]);

        Assert.Equal("second", response.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_ThatAllRefuse_EndsWithTheFirstRefusalItself(bool streaming)
    {
        HttpRequestException first = TestClient.Http(400);
        TestClient second = TestClient.Failing(422);
        using CapacityAwareChatClient client = Make.Router(_time, TestClient.Failing(() => first), second);

        HttpRequestException thrown = await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming, messages: Own.Results("unknown")));

        Assert.Same(first, thrown);
        Assert.Equal(1, second.Calls);
        Assert.Equal(2, thrown.GetRoutingReport()!.Attempts.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_RefusedInAResponseByAll_EndsWithTheFirstResponse(bool streaming)
    {
        static TestClient Answering(string message) => new()
        {
            OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new ErrorContent(message) { ErrorCode = "invalid_request_error" }]))),
        };
        using CapacityAwareChatClient client = Make.Router(_time, Answering("first"), Answering("second"));

        ChatResponse response = await client.AskAsync(streaming, messages: Own.Results("unknown"));

        Assert.Equal("first", Assert.IsType<ErrorContent>(Assert.Single(response.Messages[0].Contents)).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_RefusedByItsOwnMaker_StopsAtOnce(bool streaming)
    {
        TestClient third = new();
        TestClient maker = new() { OnResponse = (messages, _, _) => messages.Last().Role == ChatRole.Tool ? throw TestClient.Http(400) : Own.Calling("1").OnResponse(messages, null, default) };
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), maker, third);
        await BeginOnAsync(client, "b", streaming);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming, messages: Own.Results("1")));

        Assert.Equal(0, third.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_WhereAllRoutesAreOfOneGroup_StopsAtOnce(bool streaming)
    {
        TestClient second = new();
        ModelRoute[] routes = [new("a", TestClient.Failing(400)) { StateGroup = "account" }, new("b", second) { StateGroup = "account" }];
        using CapacityAwareChatClient client = Make.Router(_time, routes);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming, messages: Own.Results("unknown")));

        Assert.Equal(0, second.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_RefusedAndFailedOtherwise_HasNoRoute(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RetryWhenAlone = false }, TestClient.Failing(400), TestClient.Failing(500));

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, messages: Own.Results("unknown")).DoneAsync());

        Assert.Equal([FailureKind.InvalidRequest, FailureKind.ServerError], refused.Attempts.Select(attempt => attempt.Failure!.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_RefusedWhileARouteIsNotAsked_HasNoRoute(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, TestClient.Failing(400), new TestClient());
        await client.GetService<IRouteControl>()!.IsolateAsync("b");

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, messages: Own.Results("unknown")).DoneAsync());

        Assert.Equal(("b", ExclusionReason.Isolated), Assert.Single(refused.Excluded.Select(each => (each.Route, each.Reason))));
        Assert.IsType<HttpRequestException>(refused.InnerException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_WithOneAttempt_EndsWithItsRefusal(bool streaming)
    {
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxAttempts = 1 }, TestClient.Failing(400), second);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming, messages: Own.Results("unknown")));

        Assert.Equal(0, second.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Capability_ThatAllLack_EndsWithTheFirstRefusalItself(bool streaming)
    {
        InvalidOperationException first = new("This model does not support tools.");
        using CapacityAwareChatClient client = Make.Router(_time, TestClient.Failing(() => first), TestClient.Failing(() => new InvalidOperationException("Tools are not supported: does not support tools")));
        ChatOptions tools = new() { Tools = [AIFunctionFactory.Create(() => "noon", "get_time")] };

        Assert.Same(first, await Assert.ThrowsAsync<InvalidOperationException>(() => client.AskAsync(streaming, tools)));
    }

    private static TestClient Refusing(string body) => TestClient.Failing(() => new HttpRequestException(body, inner: null, System.Net.HttpStatusCode.BadRequest));

    private static Task<ChatResponse> BeginOnAsync(CapacityAwareChatClient client, string route, bool streaming) =>
        client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Route = route }));
}
