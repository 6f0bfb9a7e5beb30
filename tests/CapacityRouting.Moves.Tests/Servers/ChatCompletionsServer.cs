using System.Text.Json.Nodes;

namespace CapacityRouting.Moves.Servers;

/// <summary>The protocol of chat completions, as OpenAI enforces it. Other providers ask for more.</summary>
internal class ChatCompletionsServer(string maker = "openai") : StrictServer
{
    // A field of another maker is refused: "Unrecognized", "property ... is unsupported".
    private static readonly string[] Known = ["role", "content", "name", "tool_calls", "tool_call_id", "refusal"];

    public override string Maker => maker;

    protected virtual bool HasLooseIds => false;

    protected virtual string? ReasoningField => null;

    protected virtual IEnumerable<string> OtherFields => [];

    protected override Conversation Read(JsonObject request)
    {
        JsonArray messages = request["messages"]!.AsArray();
        Conversation conversation = new() { HasLooseIds = HasLooseIds };
        int turn = TurnOf(messages);
        for (int i = 0; i < messages.Count; i++)
        {
            JsonObject message = messages[i]!.AsObject();
            foreach ((string field, _) in message)
                if (!Known.Contains(field) && !OtherFields.Contains(field))
                    throw new RefusedException($"'messages.{i}' : for 'role:{message["role"]}' the property '{field}' is unsupported");
            Read(conversation, message, i, isOfTurn: i > turn);
        }

        return conversation;
    }

    protected virtual void Read(Conversation conversation, JsonObject message, int index, bool isOfTurn)
    {
        switch (message["role"]!.GetValue<string>())
        {
            case "user":
                conversation.User(TextOf(message));
                break;
            case "tool":
                if (!conversation.IsOpen)
                    throw new RefusedException("messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.");
                conversation.Result(message["tool_call_id"]!.GetValue<string>(), TextOf(message));
                break;
            case "assistant":
                conversation.RequireClosed();
                foreach (JsonNode? call in message["tool_calls"]?.AsArray() ?? [])
                    Read(conversation, call!.AsObject(), index);
                break;
        }
    }

    protected virtual void Check(string id)
    {
        if (id.Length is 0 or > 40)
            throw new RefusedException($"Invalid 'messages[1].tool_calls[0].id': string too long. Expected a string with maximum length 40, but got a string with length {id.Length} instead.");
    }

    protected virtual string IdOf(int index) => Issue("call_");

    protected virtual void Complete(JsonObject call, int index)
    {
    }

    protected override JsonObject Whole(Answer answer)
    {
        JsonObject message = new() { ["role"] = "assistant", ["content"] = answer.Text };
        if (ReasoningField is { } field)
            message[field] = answer.Reasoning;
        if (answer.Cities.Count > 0)
            message["tool_calls"] = new JsonArray([.. answer.Cities.Select((city, index) => (JsonNode)CallFor(city, index))]);
        return new()
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = "model",
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = FinishOf(answer) }),
            ["usage"] = Usage(),
        };
    }

    protected override IEnumerable<string> Pieces(Answer answer)
    {
        yield return Chunk(new() { ["role"] = "assistant", ["content"] = string.Empty });
        if (ReasoningField is { } field)
            foreach (string piece in Halves.Of(answer.Reasoning))
                yield return Chunk(new() { [field] = piece });
        if (answer.Text is { } text)
            foreach (string piece in Halves.Of(text))
                yield return Chunk(new() { ["content"] = piece });
        for (int i = 0; i < answer.Cities.Count; i++)
        {
            JsonObject call = CallFor(answer.Cities[i], i);
            call["index"] = i;
            yield return Chunk(new() { ["tool_calls"] = new JsonArray(call) });
        }

        yield return Chunk([], FinishOf(answer));
        yield return $"data: {new JsonObject { ["id"] = "chatcmpl-1", ["object"] = "chat.completion.chunk", ["created"] = 1, ["model"] = "model", ["choices"] = new JsonArray(), ["usage"] = Usage() }.ToJsonString()}\n\n";
        yield return "data: [DONE]\n\n";
    }

    protected override JsonObject Error(RefusedException refusal) =>
        new() { ["error"] = new JsonObject { ["message"] = refusal.Message, ["type"] = "invalid_request_error", ["param"] = "messages", ["code"] = null } };

    private static int TurnOf(JsonArray messages)
    {
        for (int i = messages.Count - 1; i >= 0; i--)
            if (messages[i]!["role"]!.GetValue<string>() is "user")
                return i;
        return -1;
    }

    private static string TextOf(JsonObject message) => message["content"] switch
    {
        JsonArray parts => string.Concat(parts.Select(part => part!["text"]?.GetValue<string>())),
        JsonValue value => value.GetValue<string>(),
        _ => string.Empty,
    };

    private static string FinishOf(Answer answer) => answer.Cities.Count > 0 ? "tool_calls" : "stop";

    private static JsonObject Usage() => new() { ["prompt_tokens"] = 10, ["completion_tokens"] = 5, ["total_tokens"] = 15 };

    private static string Chunk(JsonObject delta, string? finish = null) =>
        $"data: {new JsonObject
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion.chunk",
            ["created"] = 1,
            ["model"] = "model",
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
        }.ToJsonString()}\n\n";

    private void Read(Conversation conversation, JsonObject call, int index)
    {
        string id = call["id"]!.GetValue<string>();
        Check(id);
        JsonObject function = call["function"]!.AsObject();
        conversation.Call(id, function["name"]?.GetValue<string>(), JsonNode.Parse(function["arguments"]!.GetValue<string>()));
    }

    private JsonObject CallFor(string city, int index)
    {
        JsonObject call = new()
        {
            ["id"] = IdOf(index),
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = Tool, ["arguments"] = Answer.ArgumentsFor(city).ToJsonString() },
        };
        Complete(call, index);
        return call;
    }
}
