using System.Text.Json;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A conversation that was stored as JSON goes on in another process, which has seen none of its answers.</summary>
public sealed class StoredHistoryTests
{
    private static readonly ChatMessage Go = new(ChatRole.User, "Go on.");

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_OfAStoredHistory_StaysWhereItBegan(bool streaming)
    {
        IReadOnlyList<ChatMessage> history = await StoredAsync(streaming, new TestClient(), Thinking("toolu_1"));
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);

        ChatResponse response = await client.AskAsync(streaming, messages: [.. history, Result("toolu_1")]);

        Assert.Equal("b", response.GetRoutingReport()!.ServedBy);
        AIContent[] sent = [.. second.Messages.Single().SelectMany(message => message.Contents)];
        Assert.Equal(("hmm", "signed"), (sent.OfType<TextReasoningContent>().Single().Text, sent.OfType<TextReasoningContent>().Single().ProtectedData));
        Assert.Equal(["toolu_1", "toolu_1"], sent.Select(IdOf).OfType<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_OfAStoredHistory_MovesInTheFormForAll(bool streaming)
    {
        IReadOnlyList<ChatMessage> history = await StoredAsync(streaming, new TestClient(), Thinking("toolu_1"));
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, new TestClient());
        await client.GetService<IRouteControl>()!.IsolateAsync("b");

        await client.AskAsync(streaming, messages: [.. history, Result("toolu_1")]);

        AssertPortable(first);
    }

    /// <summary>A route of that name is not there any more, or the history was written by another program.</summary>
    [Theory]
    [InlineData(false, "renamed")]
    [InlineData(true, "renamed")]
    [InlineData(false, null)]
    [InlineData(true, null)]
    public async Task Turn_OfAnUnknownMaker_GoesInTheFormForAll(bool streaming, string? name)
    {
        IReadOnlyList<ChatMessage> history = await StoredAsync(streaming, new TestClient(), Thinking("toolu_1"));
        foreach (AIContent content in history.SelectMany(message => message.Contents))
            content.AdditionalProperties = name is null ? null : new() { ["CapacityRouting.Maker"] = name };
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, new TestClient());

        await client.AskAsync(streaming, messages: [.. history, Result("toolu_1")]);

        AssertPortable(first);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_OfAnUnknownMakerWhereAllRoutesShareState_GoesAsItIs(bool streaming)
    {
        IReadOnlyList<ChatMessage> messages = [.. Own.Results("unknown"), Go];
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", first) { StateGroup = "one" }, new ModelRoute("b", new TestClient()) { StateGroup = "one" });

        await client.AskAsync(streaming, messages: messages);

        Assert.Equal(messages, first.Messages[0]);
    }

    /// <summary>The conversation is at the provider; the caller sends the tool's result alone, or with a call that was stored elsewhere.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Turn_OfAConversationThatTheRouteHolds_KeepsItsIds(bool streaming, bool hasCall)
    {
        TestClient second = Own.Conversing();
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);
        ChatMessage[] messages = hasCall ? [new(ChatRole.Assistant, [new FunctionCallContent("fc_long_and_of_the_provider", "weather")]), Result("fc_long_and_of_the_provider")] : [Result("fc_long_and_of_the_provider")];

        await client.AskAsync(streaming, Own.Conversation().WithRouting(new() { Route = "b" }), messages);

        Assert.All(second.Messages.Single().SelectMany(message => message.Contents), content => Assert.Equal("fc_long_and_of_the_provider", IdOf(content)));
    }

    /// <summary>A file that the user has named is the caller's own, and what the caller writes in the user's name too.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Parts_OfTheCallersOwn_GoAsTheyAre(bool streaming)
    {
        ChatMessage question = new(ChatRole.User, [new HostedFileContent("file-1"), new TextContent("What is this?")]);
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, new TestClient());

        await client.AskAsync(streaming, messages: [question]);

        Assert.Same(question, first.Messages.Single()[0]);
    }

    [Fact]
    public async Task Reasoning_OfAStream_HasOneMark()
    {
        TestClient thinking = Thinking("toolu_1");
        using CapacityAwareChatClient client = Make.Router(_time, thinking, new TestClient());
        List<ChatResponseUpdate> updates = [];

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(updates);

        Assert.Equal(
            ["h", "", "toolu_1"],
            updates.SelectMany(update => update.Contents).Where(content => content.AdditionalProperties?.ContainsKey("CapacityRouting.Maker") is true).Select(content => IdOf(content) ?? ((TextReasoningContent)content).Text));
    }

    /// <summary>Answers that a cache shares between calls get no new entry in a dictionary that another call may be reading.</summary>
    [Fact]
    public async Task Mark_OnAContentThatIsShared_LeavesItsPropertiesAlone()
    {
        AdditionalPropertiesDictionary properties = new() { ["own"] = 1 };
        FunctionCallContent call = new("call_1", "weather") { AdditionalProperties = properties };
        TestClient sharing = new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [call]))) };
        using CapacityAwareChatClient client = Make.Router(_time, sharing, new TestClient());

        await client.AskAsync(streaming: false);
        AdditionalPropertiesDictionary? marked = call.AdditionalProperties;
        await client.AskAsync(streaming: false);

        Assert.Single(properties);
        Assert.Equal(("a", 1, 2), (marked!["CapacityRouting.Maker"], marked["own"], marked.Count));
        Assert.Same(marked, call.AdditionalProperties);
    }

    private static void AssertPortable(TestClient client)
    {
        AIContent[] sent = [.. client.Messages.Single().SelectMany(message => message.Contents)];
        Assert.DoesNotContain(sent, content => content is TextReasoningContent);
        string[] ids = [.. sent.Select(IdOf).OfType<string>()];
        Assert.Equal([ids[0], ids[0]], ids);
        Assert.Matches("^[a-zA-Z0-9]{9}$", ids[0]);
    }

    /// <summary>The conversation up to a call of the second route, as another process reads it.</summary>
    private async Task<IReadOnlyList<ChatMessage>> StoredAsync(bool streaming, params IChatClient[] clients)
    {
        using CapacityAwareChatClient client = Make.Router(_time, clients);
        ChatResponse response = await client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Route = "b" }));
        List<ChatMessage> history = [.. Ask.Question, .. response.Messages];
        string json = JsonSerializer.Serialize(history, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<ChatMessage>)));
        return [.. (IList<ChatMessage>)JsonSerializer.Deserialize(json, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<ChatMessage>)))!];
    }

    /// <summary>Thinks in two pieces, signs, and calls a tool.</summary>
    private static TestClient Thinking(string id)
    {
        return new()
        {
            OnResponse = (_, _, _) => Task.FromResult(Pieces().ToChatResponse()),
            OnStream = (_, _, _) => Pieces().ToAsyncEnumerable(),
        };

        ChatResponseUpdate[] Pieces() =>
        [
            new(ChatRole.Assistant, [new TextReasoningContent("h")]),
            new(ChatRole.Assistant, [new TextReasoningContent("mm")]),
            new(ChatRole.Assistant, [new TextReasoningContent(null) { ProtectedData = "signed" }]),
            new(ChatRole.Assistant, [new FunctionCallContent(id, "weather")]) { FinishReason = ChatFinishReason.ToolCalls },
        ];
    }

    private static ChatMessage Result(string id) => new(ChatRole.Tool, [new FunctionResultContent(id, "rain")]);

    private static string? IdOf(AIContent content) => (content as FunctionCallContent)?.CallId ?? (content as FunctionResultContent)?.CallId;
}
