using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>What one request needs is not what the route lacks for all: the request goes on, and the route stays open for others.</summary>
public sealed class MissingCapabilityTests
{
    private const string NoTools = """{"error":{"message":"No endpoints found that support tool use. Try disabling \"get_time\".","code":404}}""";

    private readonly ManualTime _time = new();

    public static TheoryData<int, string, ModelCapability> Refusals => new()
    {
        { 404, NoTools, ModelCapability.Tools },
        { 404, """{"error":{"message":"No endpoints found that support the provided 'tool_choice' value.","code":404}}""", ModelCapability.ToolChoice },
        { 404, """{"error":{"message":"No endpoints found that support image input","code":404}}""", ModelCapability.Images },
        { 400, """{"object":"error","message":"The model is not multimodal. Please remove image inputs.","type":"BadRequestError","code":400}""", ModelCapability.Images },
        { 400, """{"error":"registry.ollama.ai/library/gemma3:latest does not support tools"}""", ModelCapability.Tools },
        { 400, """{"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.","type":"invalid_request_error"}}""", ModelCapability.StructuredOutput },
        { 400, """{"type":"error","error":{"type":"invalid_request_error","message":"This model does not support assistant message prefill. The conversation must end with a user message."}}""", ModelCapability.AssistantPrefill },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Request_ThatNeedsWhatTheRouteLacks_GoesOnAndOthersDoNot(int status, string body, ModelCapability missing)
    {
        StubHandler network = StubHandler.Answering(status, body);
        using CapacityAwareChatClient client = Make.Router(_time, new HttpChatClient(new CapacityObserver(network)), TestClient.Saying("second"));
        (ChatMessage[] messages, ChatOptions options) = Needing(missing);

        for (int call = 0; call < 3; call++)
            Assert.Equal("second", (await client.AskAsync(streaming: false, options, messages)).Text);
        RoutingReport last = (await client.AskAsync(streaming: false, options, messages)).GetRoutingReport()!;

        Assert.Equal(1, network.Sends);
        Assert.Equal((ExclusionReason.MissingCapability, "a"), (last.Excluded[0].Reason, last.Excluded[0].Route));
        MissingCapability known = Assert.Single(client.Route("a").MissingCapabilities);
        Assert.Equal((missing, TimeSpan.FromHours(1)), (known.Capability, known.For));
        Assert.Null(client.Route("a").ClosedFor);
        Assert.Equal(Polly.CircuitBreaker.CircuitState.Closed, client.Route("a").Circuit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Route_ThatLacksTools_ServesWhatNeedsNone(bool streaming)
    {
        TestClient half = new() { OnResponse = (_, options, _) => options is { Tools.Count: > 0 } ? throw new InvalidOperationException(NoTools) : Task.FromResult(TestClient.Says("first")) };
        using CapacityAwareChatClient client = Make.Router(_time, half, TestClient.Saying("second"));
        (_, ChatOptions tools) = Needing(ModelCapability.Tools);

        ChatResponse refused = await client.AskAsync(streaming, tools);

        Assert.Equal(("second", ModelCapability.Tools), (refused.Text, refused.GetRoutingReport()!.Attempts[0].Failure!.MissingCapability));
        Assert.Equal("first", (await client.AskAsync(streaming)).Text);
    }

    [Fact]
    public async Task Refusal_IsForgottenAfterAnHour()
    {
        bool lacks = true;
        TestClient half = new() { OnResponse = (_, _, _) => lacks ? throw new InvalidOperationException(NoTools) : Task.FromResult(TestClient.Says("first")) };
        using CapacityAwareChatClient client = Make.Router(_time, half, TestClient.Saying("second"));
        (_, ChatOptions tools) = Needing(ModelCapability.Tools);
        await client.AskAsync(streaming: false, tools);
        lacks = false;

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("second", (await client.AskAsync(streaming: false, tools)).Text);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("first", (await client.AskAsync(streaming: false, tools)).Text);
        Assert.Empty(client.Route("a").MissingCapabilities);
    }

    /// <summary>The words of a refusal may be quoted from a prompt. A request without tools is not refused for tools.</summary>
    [Fact]
    public async Task Refusal_OfWhatTheRequestDoesNotNeed_TeachesNothingAndStops()
    {
        TestClient refusing = new() { OnResponse = (_, _, _) => throw new InvalidOperationException(NoTools) };
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(_time, refusing, second);

        await Assert.ThrowsAsync<InvalidOperationException>(() => client.AskAsync(streaming: false));

        Assert.Equal(0, second.Calls);
        Assert.Empty(client.Route("a").MissingCapabilities);
    }

    private static (ChatMessage[] Messages, ChatOptions Options) Needing(ModelCapability capability)
    {
        ChatOptions tools = new() { Tools = [AIFunctionFactory.Create(() => "noon", "get_time")] };
        ChatMessage asked = new(ChatRole.User, "What is the time?");
        ChatMessage seen = new(ChatRole.User, [new TextContent("What is this?"), new DataContent(new byte[] { 1 }, "image/png")]);
        return capability switch
        {
            ModelCapability.Tools => ([asked], tools),
            ModelCapability.ToolChoice => ([asked], new() { Tools = tools.Tools, ToolMode = ChatToolMode.RequireAny }),
            ModelCapability.Images => ([seen], new()),
            ModelCapability.StructuredOutput => ([asked], new() { ResponseFormat = ChatResponseFormat.Json }),
            _ => ([asked, new(ChatRole.Assistant, "It is")], new()),
        };
    }
}
