using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>What belongs to the route that made it, and clients that answer with it.</summary>
internal static class Own
{
    public static ChatOptions Conversation(string id = "conversation") => new() { ConversationId = id };

    public static ChatOptions Poll(ResponseContinuationToken token) => new() { ContinuationToken = token };

    public static ResponseContinuationToken Token(byte number = 1) => ResponseContinuationToken.FromBytes(new byte[] { number, 2, 3 });

    /// <summary>Answers every call within a conversation of its own.</summary>
    public static TestClient Conversing(string id = "conversation") => new()
    {
        OnResponse = (_, _, _) =>
        {
            ChatResponse response = TestClient.Says("ok");
            response.ConversationId = id;
            return Task.FromResult(response);
        },
    };

    /// <summary>Calls tools with these ids until their results come, and then answers.</summary>
    public static TestClient Calling(params string[] ids) => new()
    {
        OnResponse = (messages, _, _) => Task.FromResult(messages.Last().Role == ChatRole.Tool ? TestClient.Says("done") : Calls(ids)),
    };

    /// <summary>Begins a background response with every new request, and has it ready when it is asked for.</summary>
    public static TestClient InBackground(ResponseContinuationToken? token = null) => new()
    {
        OnResponse = (_, options, _) => Task.FromResult(options?.ContinuationToken is null ? Begun(token ?? Token()) : TestClient.Says("ready")),
        OnStream = (_, options, _) => (options?.ContinuationToken is null ? [BegunUpdate(token ?? Token())] : TestClient.Says("ready").ToChatResponseUpdates()).ToAsyncEnumerable(),
    };

    public static ChatResponse Begun(ResponseContinuationToken token) => new() { ContinuationToken = token };

    public static ChatResponseUpdate BegunUpdate(ResponseContinuationToken token) => new(ChatRole.Assistant, []) { ContinuationToken = token };

    /// <summary>What a turn brings back: the question, the calls, and a result for each.</summary>
    public static IReadOnlyList<ChatMessage> Results(params string[] ids) =>
    [
        .. Ask.Question,
        .. Calls(ids).Messages,
        new(ChatRole.Tool, [.. ids.Select(id => new FunctionResultContent(id, "rain"))]),
    ];

    private static ChatResponse Calls(string[] ids) =>
        new(new ChatMessage(ChatRole.Assistant, [.. ids.Select(id => new FunctionCallContent(id, "weather"))])) { FinishReason = ChatFinishReason.ToolCalls };
}
