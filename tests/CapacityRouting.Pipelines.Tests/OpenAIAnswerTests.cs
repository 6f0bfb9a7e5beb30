using System.ClientModel;
using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OpenAI;

namespace CapacityRouting.Tests;

/// <summary>Answers of servers that speak OpenAI's protocol, read by the real SDK and by Microsoft's client over it, from a real socket.</summary>
public sealed class OpenAIAnswerTests
{
    private const long Limit = 400_000;

    private readonly FakeTimeProvider _time = new();

    public static TheoryData<string> OddEnds => new() { "\"\"", "\"eos\"", "\"abort\"", "\"COMPLETE\"" };

    [Theory]
    [MemberData(nameof(OddEnds))]
    public async Task Answer_WithAFinishReasonThatTheSdkDoesNotKnow_IsTheRoutesFailure(string finish)
    {
        await using Provider provider = Provider.Answering(Reply.Json(200, Whole("words", finish)));
        using CapacityAwareChatClient client = Router(provider);

        RoutingReport report = (await client.AskAsync(streaming: false)).GetRoutingReport()!;

        Assert.Equal(("b", FailureKind.ServerError), (report.ServedBy, report.Attempts[0].Failure!.Kind));
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Theory]
    [InlineData("""{"id":"1","object":"chat.completion","created":1767312000,"model":"m","choices":[]}""")]
    [InlineData("""{"id":"1","object":"chat.completion","created":1767312000,"model":"m","choices":null}""")]
    [InlineData("""{"detail":"Something went wrong"}""")]
    [InlineData("""{"base_resp":{"status_code":1002,"status_msg":"rate limit"}}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public async Task Answer_WithoutChoices_IsTheRoutesFailure(string body)
    {
        await using Provider provider = Provider.Answering(Reply.Json(200, body));
        using CapacityAwareChatClient client = Router(provider);

        RoutingReport report = (await client.AskAsync(streaming: false)).GetRoutingReport()!;

        Assert.Equal("b", report.ServedBy);
        Assert.NotEqual(FailureKind.InvalidRequest, report.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [MemberData(nameof(OddEnds))]
    public async Task Stream_WithAFinishReasonThatTheSdkDoesNotKnow_BreaksByTheRoutesFault(string finish)
    {
        await using Provider provider = Provider.Answering(Reply.Events(Chunk("half an "), Chunk(null, finish), "data: [DONE]"));
        using CapacityAwareChatClient client = Router(provider);

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true));

        Assert.Equal((FailureKind.ServerError, "half an "), (thrown.Failure.Kind, thrown.ReceivedText));
    }

    [Theory]
    [InlineData("""{"error":{"message":"temperature must be at most 2","type":"invalid_request_error","param":"temperature","code":null}}""", true)]
    [InlineData("""{"error":{"message":"The server is overloaded","type":"server_error","code":"overloaded"}}""", false)]
    public async Task Stream_WhoseErrorEventTheSdkSwallows_NeverEndsClean(string error, bool blamesTheRequest)
    {
        await using Provider provider = Provider.Answering(Reply.Events(Chunk(string.Empty), $"data: {error}", "data: [DONE]"));
        using CapacityAwareChatClient client = Router(provider);

        if (blamesTheRequest)
            Assert.Contains("temperature must be at most 2", (await Assert.ThrowsAsync<ProviderErrorException>(() => client.AskAsync(streaming: true))).Message, StringComparison.Ordinal);
        else
            Assert.Equal("b", (await client.AskAsync(streaming: true)).GetRoutingReport()!.ServedBy);
    }

    /// <summary>As vLLM with continuous statistics and LiteLLM do: every chunk tells all that was used so far.</summary>
    [Fact]
    public async Task Usage_OfEveryChunk_IsChargedOnce()
    {
        string[] chunks = [.. Enumerable.Range(1, 51).Select(written => Chunk("word ", usage: (1_000, written)))];
        await using Provider provider = Provider.Answering(Reply.Events([.. chunks, Chunk(null, "\"stop\"", (1_000, 51)), "data: [DONE]"]));
        using CapacityAwareChatClient client = Router(provider);

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal(1_051, response.GetRoutingReport()!.ActualTokens);
        Assert.Equal(Limit - 1_051, client.Route("a").Buckets[0].Level, 3);
    }

    /// <summary>A tool loop below the router calls its model twice for one stream.</summary>
    [Fact]
    public async Task Usage_OfAToolLoopBelowTheRouter_IsThatOfBothCalls()
    {
        const string Call = """data: {"id":"one","object":"chat.completion.chunk","created":1767312000,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"now","arguments":"{}"}}]},"finish_reason":null}]}""";
        await using Provider provider = Provider.Answering(
            Reply.Events(Call, Chunk(null, "\"tool_calls\"", (1_000, 20), id: "one"), "data: [DONE]"),
            Reply.Events(Chunk("It is late.", id: "two"), Chunk(null, "\"stop\"", (1_100, 30), id: "two"), "data: [DONE]"));
        IChatClient loop = ClientOf(provider).AsBuilder().UseFunctionInvocation().Build();
        using CapacityAwareChatClient client = Router(loop);

        ChatResponse response = await client.AskAsync(streaming: true, new() { Tools = [new Now()] });

        Assert.EndsWith("It is late.", response.Text, StringComparison.Ordinal);
        Assert.Equal(2, provider.Requests);
        Assert.Equal(2_150, response.GetRoutingReport()!.ActualTokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filter_ThatLeavesNothing_IsFailedOverWhereThatIsAllowed(bool streaming)
    {
        Reply filtered = streaming ? Reply.Events(Chunk(null, "\"content_filter\""), "data: [DONE]") : Reply.Json(200, Whole(string.Empty, "\"content_filter\""));
        await using Provider provider = Provider.Answering(filtered);
        using CapacityAwareChatClient client = Router(provider, new() { FailoverOnContentFilter = true });

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        Assert.Equal(("b", FailureKind.ContentFiltered), (report.ServedBy, report.Attempts[0].Failure!.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Filter_ThatLeavesNothing_IsTheCallersToSeeWhereFailoverIsOff(bool streaming)
    {
        Reply filtered = streaming ? Reply.Events(Chunk(null, "\"content_filter\""), "data: [DONE]") : Reply.Json(200, Whole(string.Empty, "\"content_filter\""));
        await using Provider provider = Provider.Answering(filtered);
        using CapacityAwareChatClient client = Router(provider);

        Assert.Equal(ChatFinishReason.ContentFilter, (await client.AskAsync(streaming)).FinishReason);
    }

    /// <summary>An answer of the Responses API that reached its length: its last event says so, and the client gives no finish reason.</summary>
    [Fact]
    public async Task Stream_OfAResponseThatReachedItsLength_IsAnAnswer()
    {
        const string Created = """data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","created_at":1767312000,"status":"in_progress","model":"m","output":[]}}""";
        const string Delta = """data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"as far as it goes"}""";
        const string Incomplete = """data: {"type":"response.incomplete","sequence_number":2,"response":{"id":"resp_1","object":"response","created_at":1767312000,"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"model":"m","output":[]}}""";
        await using Provider provider = Provider.Answering(Reply.Events(Created, Delta, Incomplete));
        OpenAIClientOptions options = new OpenAIClientOptions { Endpoint = new(provider.Address, "/v1") }.UseCapacityRouting();
        IChatClient responses = new OpenAIClient(new ApiKeyCredential("no-key"), options).GetResponsesClient().AsIChatClient("m");
        ModelRoute route = new("a", responses) { Profile = ProviderProfile.OpenAI };
        using CapacityAwareChatClient client = new([route, new ModelRoute("b", TestClient.Saying("second"))], timeProvider: _time);

        Assert.Equal("as far as it goes", (await client.AskAsync(streaming: true)).Text);
    }

    private static string Whole(string text, string finish) =>
        $$$"""{"id":"1","object":"chat.completion","created":1767312000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":{{{finish}}}}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""";

    private static string Chunk(string? text, string finish = "null", (int Input, int Output)? usage = null, string id = "1")
    {
        string delta = text is null ? "{}" : $$"""{"role":"assistant","content":"{{text}}"}""";
        string used = usage is { } told ? $$$"""{"prompt_tokens":{{{told.Input}}},"completion_tokens":{{{told.Output}}},"total_tokens":{{{told.Input + told.Output}}}}""" : "null";
        return $$$"""data: {"id":"{{{id}}}","object":"chat.completion.chunk","created":1767312000,"model":"m","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{finish}}}}],"usage":{{{used}}}}""";
    }

    private static IChatClient ClientOf(Provider provider)
    {
        OpenAIClientOptions options = new OpenAIClientOptions { Endpoint = new(provider.Address, "/v1") }.UseCapacityRouting();
        return new OpenAIClient(new ApiKeyCredential("no-key"), options).GetChatClient("m").AsIChatClient();
    }

    private CapacityAwareChatClient Router(Provider provider, CapacityRoutingOptions? options = null) => Router(ClientOf(provider), options);

    private CapacityAwareChatClient Router(IChatClient first, CapacityRoutingOptions? options = null) => new(
        [new ModelRoute("a", first) { Limits = new() { TokensPerMinute = Limit, Burst = TimeSpan.FromMinutes(1) } }, new ModelRoute("b", TestClient.Saying("second"))],
        (options ?? new()).UseOpenAI(),
        _time);

    /// <summary>A tool that needs no reflection.</summary>
    private sealed class Now : AIFunction
    {
        public override string Name => "now";

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) => new("late");
    }
}
