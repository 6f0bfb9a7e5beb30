using CapacityRouting.Chat.Affinity;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Affinity;

public sealed class PortableMessagesTests
{
    private readonly HashSet<AIContent> _foreign = [];

    [Fact]
    public void For_NothingForeign_IsTheSameList()
    {
        ChatMessage[] messages = [User("hello"), new(ChatRole.Assistant, [new FunctionCallContent("call_1", "look")]), new(ChatRole.Tool, [new FunctionResultContent("call_1", "42")])];

        Assert.Same(messages, PortableMessages.For(messages, content => _foreign.Contains(content)));
        Assert.Empty(PortableMessages.For([], _ => true));
    }

    [Fact]
    public void For_AForeignTurn_KeepsCallAndResultUnderAPortableId()
    {
        Dictionary<string, object?> arguments = new() { ["city"] = "Rome" };
        FunctionCallContent call = Foreign(new FunctionCallContent("call_1", "weather", arguments) { RawRepresentation = new(), AdditionalProperties = new() { ["thought"] = "signed" }, InformationalOnly = true });
        TextContent text = new("Let me look.") { RawRepresentation = new(), Annotations = [new CitationAnnotation()] };
        ChatMessage made = new(ChatRole.Assistant, [text, call]) { RawRepresentation = new(), MessageId = "msg_1", AdditionalProperties = new() { ["own"] = 1 }, AuthorName = "guide" };
        InvalidOperationException error = new("no network");
        FunctionResultContent result = new("call_1", "sunny") { Exception = error, RawRepresentation = new(), AdditionalProperties = new() { ["cache"] = true } };
        ChatMessage answer = new(ChatRole.Tool, [result]) { RawRepresentation = new(), MessageId = "own", AdditionalProperties = new() { ["own"] = 1 } };
        ChatMessage question = User("And now?");

        IReadOnlyList<ChatMessage> portable = PortableMessages.For([made, answer, question], content => _foreign.Contains(content));

        Assert.Equal(3, portable.Count);
        Assert.Same(question, portable[2]);
        Assert.Equal((ChatRole.Assistant, "guide", null, null, null), (portable[0].Role, portable[0].AuthorName, portable[0].MessageId, portable[0].RawRepresentation, portable[0].AdditionalProperties));
        TextContent words = Assert.IsType<TextContent>(portable[0].Contents[0]);
        Assert.Equal(("Let me look.", null, null), (words.Text, words.RawRepresentation, words.Annotations));
        FunctionCallContent moved = Assert.IsType<FunctionCallContent>(portable[0].Contents[1]);
        Assert.Equal(("weather", true, null, null), (moved.Name, moved.InformationalOnly, moved.RawRepresentation, moved.AdditionalProperties));
        Assert.Same(arguments, moved.Arguments);
        Assert.Matches("^[a-zA-Z0-9]{9}$", moved.CallId);
        FunctionResultContent answered = Assert.IsType<FunctionResultContent>(portable[1].Contents.Single());
        Assert.Equal((moved.CallId, "sunny", null), (answered.CallId, answered.Result, answered.RawRepresentation));
        Assert.Same(error, answered.Exception);
        Assert.True(answered.AdditionalProperties!.ContainsKey("cache"));
        Assert.Equal(("own", null, 1), (portable[1].MessageId, portable[1].RawRepresentation, portable[1].AdditionalProperties!.Count));

        // The caller's own are as they were.
        Assert.Equal(("call_1", "call_1", "msg_1"), (call.CallId, result.CallId, made.MessageId));
        Assert.All(new object?[] { made.RawRepresentation, call.RawRepresentation, call.AdditionalProperties, text.RawRepresentation, text.Annotations, result.RawRepresentation, answer.RawRepresentation }, Assert.NotNull);
        Assert.Equal([text, call], made.Contents);
    }

    [Fact]
    public void For_ForeignReasoning_IsRemovedAndTheAnswerStays()
    {
        ChatMessage made = new(ChatRole.Assistant, [new TextReasoningContent("thinking"), Foreign(new TextReasoningContent(null) { ProtectedData = "signature" }), new TextContent("42"), new UsageContent(new())]);

        ChatMessage portable = Assert.Single(PortableMessages.For([made], content => _foreign.Contains(content)));

        Assert.Equal("42", Assert.IsType<TextContent>(Assert.Single(portable.Contents)).Text);
    }

    [Fact]
    public void For_ReasoningOfTheProviderThatGetsIt_Stays()
    {
        ChatMessage own = new(ChatRole.Assistant, [new TextReasoningContent("thinking") { ProtectedData = "own" }, new FunctionCallContent("toolu_1", "look")]);
        ChatMessage other = new(ChatRole.Assistant, [Foreign(new FunctionCallContent("call_1", "look"))]);

        IReadOnlyList<ChatMessage> portable = PortableMessages.For([own, other], content => _foreign.Contains(content));

        Assert.Same(own, portable[0]);
        Assert.NotEqual("call_1", ((FunctionCallContent)portable[1].Contents[0]).CallId);
    }

    [Fact]
    public void For_ForeignHostedTools_AreRemovedWithWhatAnswersThem()
    {
        ChatMessage made = new(
            ChatRole.Assistant,
            [
                Foreign(new WebSearchToolCallContent("ws_1")), new WebSearchToolResultContent("ws_1"), new CodeInterpreterToolCallContent("ci_1"), new CodeInterpreterToolResultContent("ci_1"),
                new ToolApprovalRequestContent("mcp_1", new McpServerToolCallContent("m_1", "tool", "server")), new HostedFileContent("file-1"), new AIContent { RawRepresentation = new() }, new TextContent("done"),
            ]);
        ChatMessage approval = new(ChatRole.User, [new ToolApprovalResponseContent("mcp_1", approved: true, new McpServerToolCallContent("m_1", "tool", "server"))]);
        ChatMessage late = new(ChatRole.Tool, [new McpServerToolResultContent("m_1"), new CodeInterpreterToolResultContent("ci_1"), new TextContent("kept")]);

        IReadOnlyList<ChatMessage> portable = PortableMessages.For([made, approval, late], content => _foreign.Contains(content));

        Assert.Equal(["done", "kept"], portable.SelectMany(message => message.Contents).Where(content => content is TextContent).Select(content => ((TextContent)content).Text));
        Assert.Equal("done", Assert.IsType<TextContent>(Assert.Single(portable[0].Contents)).Text);
        Assert.Equal(2, portable.Count);
        Assert.DoesNotContain(portable[1].Contents, content => content is CodeInterpreterToolResultContent);
    }

    [Fact]
    public void For_AMessageOfWhichNothingIsLeft_IsDropped()
    {
        ChatMessage thought = new(ChatRole.Assistant, [Foreign(new TextReasoningContent("hm") { ProtectedData = "signature" }), new TextContent(string.Empty)]);
        ChatMessage empty = new(ChatRole.Assistant, []);

        Assert.Equal([empty], PortableMessages.For([thought, empty], content => _foreign.Contains(content)));
    }

    [Fact]
    public void For_AForeignResultWithoutItsCall_StaysUnderAPortableId()
    {
        ChatMessage answer = new(ChatRole.Tool, [Foreign(new FunctionResultContent("call_1", "42"))]);

        FunctionResultContent result = Assert.IsType<FunctionResultContent>(Assert.Single(PortableMessages.For([answer], content => _foreign.Contains(content))).Contents.Single());

        Assert.Equal(PortableCallIds.Unused("call_1", []), result.CallId);
    }

    [Fact]
    public void For_DataAndLinksOfAForeignMessage_GoWithoutWhatIsTheMakers()
    {
        DataContent image = new(new byte[] { 1, 2, 3 }, "image/png") { Name = "a.png", RawRepresentation = new() };
        UriContent link = new("https://example.com/a.png", "image/png") { AdditionalProperties = new() { ["own"] = 1 } };
        ErrorContent refusal = new("no") { ErrorCode = "Refusal" };
        ChatMessage made = new(ChatRole.Assistant, [image, link, refusal, Foreign(new FunctionCallContent("call_1", "look"))]);

        IList<AIContent> contents = PortableMessages.For([made], content => _foreign.Contains(content))[0].Contents;

        DataContent data = Assert.IsType<DataContent>(contents[0]);
        Assert.Equal(("image/png", "a.png", null), (data.MediaType, data.Name, data.RawRepresentation));
        Assert.Equal([1, 2, 3], data.Data.ToArray());
        UriContent uri = Assert.IsType<UriContent>(contents[1]);
        Assert.Equal((link.Uri, "image/png", null), (uri.Uri, uri.MediaType, uri.AdditionalProperties));
        Assert.Same(refusal, contents[2]);
    }

    [Fact]
    public void IsBoundToMaker_KindsOfContent_AreToldApart()
    {
        AIContent[] marked =
        [
            new FunctionCallContent("a", "b"), new FunctionResultContent("a", 1), new TextReasoningContent("a") { ProtectedData = "s" }, new TextReasoningContent("a"), new WebSearchToolCallContent("a"), new WebSearchToolResultContent("a"),
            new CodeInterpreterToolCallContent("a"), new McpServerToolResultContent("a"), new ToolApprovalRequestContent("a", new ToolCallContent("b")), new HostedFileContent("a"), new AIContent(),
        ];
        AIContent[] unmarked = [new TextContent("a"), new UsageContent(new()), new ErrorContent("a"), new DataContent(new byte[1], "a/b")];

        Assert.All(marked, content => Assert.True(PortableMessages.IsBoundToMaker(content), content.GetType().Name));
        Assert.All(unmarked, content => Assert.False(PortableMessages.IsBoundToMaker(content), content.GetType().Name));
    }

    private static ChatMessage User(string text) => new(ChatRole.User, text);

    private T Foreign<T>(T content)
        where T : AIContent
    {
        _foreign.Add(content);
        return content;
    }
}
