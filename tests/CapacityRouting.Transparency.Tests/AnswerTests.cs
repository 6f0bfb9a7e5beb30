using CapacityRouting.Tests.Tools;
using CapacityRouting.Transparency.Placing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency;

/// <summary>What a model gives reaches the caller as it is, with the report beside it.</summary>
public sealed class AnswerTests
{
    private static readonly object Raw = new();

    public static TheoryData<string, bool> All => Ways.AllBothWays;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Response_KeepsAllThatTheModelSaid(string way, bool _)
    {
        ChatMessage message = new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("ok"), new UriContent("http://127.0.0.1/cat.png", "image/png"), new OwnContent()])
        {
            MessageId = "m1",
            AuthorName = "author",
        };
        UsageDetails usage = new() { InputTokenCount = 3, OutputTokenCount = 4, TotalTokenCount = 7, AdditionalCounts = new() { ["images"] = 1 } };
        ChatResponse own = new(message)
        {
            ResponseId = "r1",
            ModelId = "m",
            CreatedAt = DateTimeOffset.UnixEpoch,
            FinishReason = ChatFinishReason.Length,
            Usage = usage,
            RawRepresentation = Raw,
            AdditionalProperties = new() { ["key"] = "value" },
        };
        using IChatClient client = Ways.To(new TestClient { OnResponse = (_, _, _) => Task.FromResult(own) }, way);

        ChatResponse response = await client.GetResponseAsync(Ask.Question);

        Assert.Same(message, Assert.Single(response.Messages));
        Assert.Equal(4, message.Contents.Count);
        Assert.Equal(("r1", "m", DateTimeOffset.UnixEpoch, ChatFinishReason.Length), (response.ResponseId, response.ModelId, response.CreatedAt, response.FinishReason));
        Assert.Equal((usage, Raw, "value"), (response.Usage, response.RawRepresentation, response.AdditionalProperties!["key"]));
        Assert.Equal(way != Ways.None, response.GetRoutingReport() is not null);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Updates_KeepTheirOrderAndAllThatTheModelSaid(string way, bool _)
    {
        ChatResponseUpdate[] own =
        [
            new() { Role = ChatRole.Assistant, ResponseId = "r1", MessageId = "m1" },
            new(ChatRole.Assistant, [new TextReasoningContent("hm")]) { RawRepresentation = Raw },
            new(ChatRole.Assistant, "one ") { AdditionalProperties = new() { ["key"] = "value" } },
            new(),
            new(ChatRole.Assistant, [new OwnContent()]) { AuthorName = "author", ModelId = "m", CreatedAt = DateTimeOffset.UnixEpoch },
            new(ChatRole.Assistant, "two"),
            new(ChatRole.Assistant, [new UsageContent(new() { TotalTokenCount = 7 })]),
            new() { FinishReason = ChatFinishReason.Stop },
        ];
        using IChatClient client = Ways.To(new TestClient { OnStream = (_, _, _) => own.ToAsyncEnumerable() }, way);

        ChatResponseUpdate[] seen = await client.GetStreamingResponseAsync(Ask.Question).ToArrayAsync();

        Assert.Equal(own, seen);
        Assert.Equal((Raw, "value", "author"), (seen[1].RawRepresentation, seen[2].AdditionalProperties!["key"], seen[4].AuthorName));
        Assert.Equal("one two", seen.ToChatResponse().Text);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Conversation_WithItsStateAtTheProvider_GoesOnWithItsId(string way, bool streaming)
    {
        TestClient model = new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")) { ConversationId = "c1", FinishReason = ChatFinishReason.Stop }) };
        using IChatClient client = Ways.To(model, way);

        ChatResponse first = await client.AskAsync(streaming);
        await client.AskAsync(streaming, new() { ConversationId = first.ConversationId });

        Assert.Equal("c1", first.ConversationId);
        Assert.Equal([null, "c1"], model.Options.Select(options => options?.ConversationId));
    }

    /// <summary>What a caller gives to the next call is what the model said, untouched by the way there.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task History_OfManyTurns_IsWhatWasSaid(string way, bool streaming)
    {
        TestClient model = new() { OnResponse = (messages, _, _) => Task.FromResult(TestClient.Says($"answer {messages.Count()}")) };
        using IChatClient client = Ways.To(model, way);
        List<ChatMessage> history = [];

        for (int turn = 0; turn < 3; turn++)
        {
            history.Add(new(ChatRole.User, $"question {turn}"));
            history.AddMessages(await client.AskAsync(streaming, messages: history));
        }

        Assert.Equal(["question 0", "answer 1", "question 1", "answer 3", "question 2", "answer 5"], history.Select(message => message.Text));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Services_OfTheModel_AreFoundThroughARouterOfOneRoute(string way, bool isKeyed)
    {
        ChatClientMetadata metadata = new("provider", new Uri("http://127.0.0.1/"), "m");
        TestClient model = new() { OnGetService = (type, key) => type == typeof(ChatClientMetadata) && key is null ? metadata : null };
        using IChatClient client = Ways.To(model, way);

        if (isKeyed)
        {
            Assert.Null(client.GetService<ChatClientMetadata>("no such key"));
            Assert.Throws<ArgumentNullException>(() => Ways.To(model, Ways.One).GetService(null!));
            return;
        }

        if (way != Ways.None)
            Assert.Same(client, client.GetService<IChatClient>());
        if (way != Ways.Second)
            Assert.Equal(("provider", "m"), (client.GetService<ChatClientMetadata>()!.ProviderName, client.GetService<ChatClientMetadata>()!.DefaultModelId));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Dispose_ReachesTheModelOnce(string way, bool twice)
    {
        TestClient model = new();
        IChatClient client = Ways.To(model, way);

        client.Dispose();
        if (twice && way != Ways.None)
            client.Dispose();

        Assert.Equal(1, model.Disposals);
    }

    private sealed class OwnContent : AIContent;
}
