using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>What a refusal for its length teaches of a route's window, and what it does not.</summary>
public sealed class LearnedWindowTests
{
    private const string Sum = """{"error":{"message":"This model's maximum context length is 8192 tokens. However, you requested 9100 tokens (1100 in the messages, 8000 in the completion).","type":"invalid_request_error","code":"context_length_exceeded"}}""";
    private const string TooLong = """{"error":{"message":"Input is too long for requested model.","type":"ValidationException"}}""";
    private const string Page = "<html><head><title>413 Request Entity Too Large</title></head><body><h1>413 Request Entity Too Large</h1><hr>proxy/1.20.0</body></html>";

    private static readonly (int Status, string Body, long Window)[] StatedWindows =
    [
        (400, Sum, 8_192),
        (400, """{"error":{"message":"Input tokens exceed the configured limit of 272000 tokens. Your messages resulted in 301234 tokens. Please reduce the length of the messages.","code":"context_length_exceeded"}}""", 272_000),
        (400, """{"message":"'max_tokens' or 'max_completion_tokens' is too large: 4000. This model's maximum context length is 4096 tokens and your request has 1000 input tokens (4000 > 4096 - 1000).","code":400}""", 4_096),
        (400, """{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 205000 tokens \u003e 200000 maximum"}}""", 200_000),
        (400, """{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 10000 + 125000 > 128000, decrease input length or `max_tokens` and try again"}}""", 128_000),
        (400, """{"error":{"code":400,"message":"The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}""", 1_048_576),
        (400, """{"error":{"code":400,"message":"the request exceeds the available context size, try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":4096}}""", 4_096),
        (422, """{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs` tokens and 500 `max_new_tokens`","error_type":"validation"}""", 4_096),
    ];

    private static readonly (int Status, string Body)[] OtherCauses =
    [
        (413, Page),
        (413, string.Empty),
        (413, """{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum allowed number of bytes. The maximum request size is 32 MB"}}"""),
        (400, """{"error":{"message":"Request payload size exceeds the limit: 20971520 bytes.","status":"INVALID_ARGUMENT"}}"""),
        (400, """{"error":{"message":"Please reduce the length of the messages or completion.","code":"context_length_exceeded"}}"""),
    ];

    private readonly ManualTime _time = new();

    public static TheoryData<int, string, long, bool> Stated
    {
        get
        {
            TheoryData<int, string, long, bool> data = [];
            foreach ((int status, string body, long window) in StatedWindows)
            {
                data.Add(status, body, window, false);
                data.Add(status, body, window, true);
            }

            return data;
        }
    }

    public static TheoryData<int, string, bool> ForOutputOrBytes
    {
        get
        {
            TheoryData<int, string, bool> data = [];
            foreach ((int status, string body) in OtherCauses)
            {
                data.Add(status, body, false);
                data.Add(status, body, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Stated))]
    public async Task Refusal_ThatStatesTheWindow_TeachesThatFigure(int status, string body, long window, bool streaming)
    {
        using CapacityAwareChatClient client = Router(Refusing(status, body), TestClient.Saying("b"));

        ChatResponse response = await client.AskAsync(streaming, messages: OfTokens(1_100));

        Assert.Equal(FailureKind.ContextLengthExceeded, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
        Assert.Equal(window, client.Route("a").Window);
    }

    [Theory]
    [MemberData(nameof(ForOutputOrBytes))]
    public async Task Refusal_ForTheOutputOrForBytes_TeachesNothing(int status, string body, bool streaming)
    {
        using CapacityAwareChatClient client = Router(Refusing(status, body), TestClient.Saying("b"));

        ChatResponse response = await client.AskAsync(streaming, messages: OfTokens(5_000));

        Assert.Equal(FailureKind.ContextLengthExceeded, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
        Assert.Null(client.Route("a").Window);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_ForTheInputWithoutAFigure_TeachesTheSizeOfTheRequest(bool streaming)
    {
        using CapacityAwareChatClient client = Router(Refusing(400, TooLong), TestClient.Saying("b"));

        await client.AskAsync(streaming, messages: OfTokens(5_000));

        Assert.Equal(4_999, client.Route("a").Window);
    }

    [Theory]
    [InlineData(Sum, false)]
    [InlineData(Sum, true)]
    [InlineData(TooLong, false)]
    [InlineData(TooLong, true)]
    public async Task Refusal_OfARouteWhoseWindowIsConfigured_TeachesNothing(string body, bool streaming)
    {
        ModelRoute[] routes = [new("a", Refusing(400, body)) { MaxInputTokens = 100_000 }, new("b", TestClient.Saying("b"))];
        using CapacityAwareChatClient client = Make.Router(_time, routes);

        await client.AskAsync(streaming, messages: OfTokens(1_100));

        Assert.Equal(100_000, client.Route("a").Window);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_ByEveryRoute_ShutsNoneOfThemForOthers(bool streaming)
    {
        using CapacityAwareChatClient client = Router(RefusingOnce(Sum), RefusingOnce(Sum), RefusingOnce(Page, 413));

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, messages: OfTokens(1_100)));

        Assert.Equal("a", (await client.AskAsync(streaming, messages: OfTokens(6_000))).GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData(Sum, 8_192, false)]
    [InlineData(Sum, 8_192, true)]
    [InlineData(TooLong, 8_999, false)]
    [InlineData(TooLong, 8_999, true)]
    public async Task Window_ThatWasLearned_KeepsLongerRequestsOutForAnHour(string body, long window, bool streaming)
    {
        using CapacityAwareChatClient client = Router(RefusingOnce(body), TestClient.Saying("b"));

        await client.AskAsync(streaming, messages: OfTokens(9_000));
        _time.Advance(TimeSpan.FromMinutes(59));
        RoutingReport passed = (await client.AskAsync(streaming, messages: OfTokens(9_000))).GetRoutingReport()!;
        Assert.Equal(window, client.Route("a").Window);
        _time.Advance(TimeSpan.FromMinutes(1));
        RoutingReport back = (await client.AskAsync(streaming, messages: OfTokens(9_000))).GetRoutingReport()!;

        Assert.Equal(("b", ExclusionReason.ExceedsContextWindow), (passed.ServedBy, Assert.Single(passed.Excluded).Reason));
        Assert.Equal("a", back.ServedBy);
        Assert.Null(client.Route("a").Window);
    }

    [Theory]
    [InlineData(4_096, 16_384, false)]
    [InlineData(4_096, 16_384, true)]
    [InlineData(16_384, 4_096, false)]
    [InlineData(16_384, 4_096, true)]
    public async Task Refusal_ThatStatesAnotherWindow_ReplacesTheOneBefore(int first, int second, bool streaming)
    {
        Queue<string> bodies = new([$"maximum context length is {first} tokens", $"maximum context length is {second} tokens"]);
        using CapacityAwareChatClient client = Router(new HttpChatClient(new CapacityObserver(new StubHandler(_ => StubHandler.Response(400, bodies.Dequeue())))), TestClient.Saying("b"));

        await client.AskAsync(streaming);
        await client.AskAsync(streaming);

        Assert.Equal(second, client.Route("a").Window);
    }

    [Theory]
    [InlineData(413, Page, false)]
    [InlineData(413, Page, true)]
    [InlineData(400, """{"error":{"message":"Please reduce the length of the messages or completion.","code":"context_length_exceeded"}}""", false)]
    [InlineData(400, """{"error":{"message":"Please reduce the length of the messages or completion.","code":"context_length_exceeded"}}""", true)]
    public async Task Refusal_ForTheOutputOrForBytes_LetsAnyOtherRouteBeTried(int status, string body, bool streaming)
    {
        ModelRoute[] routes = [new("a", Refusing(status, body)) { MaxInputTokens = 100_000 }, new("b", TestClient.Saying("b")) { MaxInputTokens = 4_000 }];
        using CapacityAwareChatClient client = Make.Router(_time, routes);

        Assert.Equal("b", (await client.AskAsync(streaming)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_ThatStatesTheWindow_SendsTheRequestToALargerOneOnly(bool streaming)
    {
        TestClient same = new();
        ModelRoute[] routes =
        [
            new("a", Refusing(400, Sum)),
            new("same", same) { MaxInputTokens = 8_192 },
            new("larger", TestClient.Saying("larger")) { MaxInputTokens = 8_193 },
        ];
        using CapacityAwareChatClient client = Make.Router(_time, routes);

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        Assert.Equal(("larger", 0), (report.ServedBy, same.Calls));
        Assert.Equal(("same", ExclusionReason.ExceedsContextWindow), (Assert.Single(report.Excluded).Route, report.Excluded[0].Reason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_WithoutALargerRoute_IsToldWithItsReason(bool streaming)
    {
        ModelRoute[] routes = [new("a", Refusing(400, Sum)), new("same", new TestClient()) { MaxInputTokens = 8_192 }];
        using CapacityAwareChatClient client = Make.Router(_time, routes);

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.Contains("'a' failed (ContextLengthExceeded", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'same' was passed over (ExceedsContextWindow: MaxInputTokens is 8,192 tokens, and as large a window has refused the request)", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_ForTheInputWithoutAFigure_LetsEveryRouteThatIsLargerThanTheRequestBeTried(bool streaming)
    {
        ModelRoute[] routes = [new("a", Refusing(400, TooLong)), new("b", TestClient.Saying("b")) { MaxInputTokens = 6_000 }];
        using CapacityAwareChatClient client = Make.Router(_time, routes);

        Assert.Equal("b", (await client.AskAsync(streaming, messages: OfTokens(5_000))).Text);
    }

    /// <summary>So many tokens by the built-in estimate: 4 for the message, the rest text.</summary>
    private static ChatMessage[] OfTokens(int tokens) => [new(ChatRole.User, new string('x', 4 * (tokens - 4)))];

    private static HttpChatClient Refusing(int status, string body) => new(new CapacityObserver(StubHandler.Answering(status, body)));

    private static HttpChatClient RefusingOnce(string body, int status = 400)
    {
        bool isFirst = true;
        return new(new CapacityObserver(new StubHandler(_ => Answer())));

        HttpResponseMessage Answer()
        {
            (bool refuses, isFirst) = (isFirst, false);
            return refuses ? StubHandler.Response(status, body) : StubHandler.Response(200, "ok");
        }
    }

    private CapacityAwareChatClient Router(params IChatClient[] clients) => Make.Router(_time, clients);
}
