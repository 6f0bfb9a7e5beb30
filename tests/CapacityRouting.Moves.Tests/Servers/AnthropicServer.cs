using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CapacityRouting.Moves.Servers;

/// <summary>The Messages API of Anthropic: pairs of tool use and result, signatures of its own, and with thinking on a turn that begins with thinking.</summary>
internal sealed partial class AnthropicServer : StrictServer
{
    public override string Maker => "anthropic";

    /// <summary>How many requests had thinking on.</summary>
    public int Thoughts { get; private set; }

    protected override Conversation Read(JsonObject request)
    {
        List<(string Role, JsonArray Blocks)> messages = Merged(request["messages"]!.AsArray());
        if (messages is not [("user", _), ..])
            throw new RefusedException("messages: first message must use the \"user\" role");
        Conversation conversation = new();
        for (int i = 0; i < messages.Count; i++)
            Read(conversation, messages[i].Role, messages[i].Blocks, i);
        if (messages[^1].Role is not "user")
            throw new RefusedException("This model does not support assistant message prefill. The conversation must end with a user message.");
        if (request["thinking"]?["type"]?.GetValue<string>() is "enabled")
        {
            Thoughts++;
            CheckThinking(messages);
        }

        return conversation;
    }

    protected override JsonObject Whole(Answer answer)
    {
        JsonArray content = [new JsonObject { ["type"] = "thinking", ["thinking"] = answer.Reasoning, ["signature"] = Issue("sig") }];
        if (answer.Text is { } text)
            content.Add(new JsonObject { ["type"] = "text", ["text"] = text });
        foreach (string city in answer.Cities)
            content.Add(new JsonObject { ["type"] = "tool_use", ["id"] = Issue("toolu_"), ["name"] = Tool, ["input"] = Answer.ArgumentsFor(city) });
        return Message(content, answer);
    }

    protected override IEnumerable<string> Pieces(Answer answer)
    {
        int index = 0;
        yield return Event("message_start", new() { ["message"] = Message([], answer: null) });
        yield return Start(index, new() { ["type"] = "thinking", ["thinking"] = string.Empty, ["signature"] = string.Empty });
        foreach (string piece in Halves.Of(answer.Reasoning))
            yield return Delta(index, new() { ["type"] = "thinking_delta", ["thinking"] = piece });
        yield return Delta(index, new() { ["type"] = "signature_delta", ["signature"] = Issue("sig") });
        yield return Stop(index++);
        if (answer.Text is { } text)
        {
            yield return Start(index, new() { ["type"] = "text", ["text"] = string.Empty });
            foreach (string piece in Halves.Of(text))
                yield return Delta(index, new() { ["type"] = "text_delta", ["text"] = piece });
            yield return Stop(index++);
        }

        foreach (string city in answer.Cities)
        {
            yield return Start(index, new() { ["type"] = "tool_use", ["id"] = Issue("toolu_"), ["name"] = Tool, ["input"] = new JsonObject() });
            foreach (string piece in Halves.Of(Answer.ArgumentsFor(city).ToJsonString()))
                yield return Delta(index, new() { ["type"] = "input_json_delta", ["partial_json"] = piece });
            yield return Stop(index++);
        }

        yield return Event("message_delta", new() { ["delta"] = new JsonObject { ["stop_reason"] = StopOf(answer), ["stop_sequence"] = null }, ["usage"] = new JsonObject { ["output_tokens"] = 5 } });
        yield return Event("message_stop", []);
    }

    protected override JsonObject Error(RefusedException refusal) =>
        new() { ["type"] = "error", ["error"] = new JsonObject { ["type"] = "invalid_request_error", ["message"] = refusal.Message } };

    /// <summary>Messages of one role in a row are one.</summary>
    private static List<(string Role, JsonArray Blocks)> Merged(JsonArray messages)
    {
        List<(string Role, JsonArray Blocks)> merged = [];
        foreach (JsonNode? message in messages)
        {
            string role = message!["role"]!.GetValue<string>();
            JsonArray blocks = message["content"] is JsonArray array ? array.DeepClone().AsArray() : [new JsonObject { ["type"] = "text", ["text"] = message["content"]!.GetValue<string>() }];
            if (blocks.Count == 0)
                throw new RefusedException($"messages.{merged.Count}: all messages must have non-empty content except for the optional final assistant message");
            if (merged is [.., var (last, before)] && string.Equals(last, role, StringComparison.Ordinal))
                while (blocks.Count > 0)
                {
                    JsonNode? block = blocks[0];
                    blocks.RemoveAt(0);
                    before.Add(block);
                }
            else
                merged.Add((role, blocks));
        }

        return merged;
    }

    private static void CheckThinking(List<(string Role, JsonArray Blocks)> messages)
    {
        bool isTurn = messages[^1].Blocks.Any(block => block!["type"]!.GetValue<string>() is "tool_result");
        if (isTurn && messages[^2].Blocks[0]!["type"]!.GetValue<string>() is var type and not ("thinking" or "redacted_thinking"))
            throw new RefusedException($"messages.{messages.Count - 2}.content.0.type: Expected `thinking` or `redacted_thinking`, but found `{type}`. When `thinking` is enabled, a final `assistant` message must start with a thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks).");
    }

    private void Read(Conversation conversation, string role, JsonArray blocks, int index)
    {
        if (role is "assistant")
            conversation.RequireClosed();
        foreach (JsonNode? node in blocks)
            Read(conversation, role, node!.AsObject(), index);
        if (role is "user" && conversation.IsOpen)
            conversation.RequireClosed();
    }

    private void Read(Conversation conversation, string role, JsonObject block, int index)
    {
        switch (block["type"]!.GetValue<string>())
        {
            case "text":
                string text = block["text"]!.GetValue<string>();
                if (string.IsNullOrWhiteSpace(text))
                    throw new RefusedException($"messages.{index}: text content blocks must contain non-whitespace text");
                if (role is "user")
                    conversation.User(text);
                break;
            case "thinking" when role is "assistant":
                if (!IsReturned(block["signature"]?.GetValue<string>()))
                    throw new RefusedException($"messages.{index}.content.0: Invalid `signature` in `thinking` block");
                break;
            case "tool_use" when role is "assistant":
                string id = block["id"]!.GetValue<string>();
                if (!Form().IsMatch(id))
                    throw new RefusedException($"messages.{index}.content.0.tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
                conversation.Call(id, block["name"]?.GetValue<string>(), block["input"]);
                break;
            case "tool_result" when role is "user":
                conversation.Result(block["tool_use_id"]!.GetValue<string>(), block["content"]!.ToJsonString());
                break;
            case var type:
                throw new RefusedException($"messages.{index}.content.0.type: Input tag '{type}' found using 'type' does not match any of the expected tags");
        }
    }

    private static JsonObject Message(JsonArray content, Answer? answer) => new()
    {
        ["id"] = "msg_1",
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = "model",
        ["content"] = content,
        ["stop_reason"] = answer is null ? null : StopOf(answer),
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = 10, ["output_tokens"] = 5 },
    };

    private static string StopOf(Answer answer) => answer.Cities.Count > 0 ? "tool_use" : "end_turn";

    private static string Start(int index, JsonObject block) => Event("content_block_start", new() { ["index"] = index, ["content_block"] = block });

    private static string Delta(int index, JsonObject delta) => Event("content_block_delta", new() { ["index"] = index, ["delta"] = delta });

    private static string Stop(int index) => Event("content_block_stop", new() { ["index"] = index });

    private static string Event(string type, JsonObject data)
    {
        data["type"] = type;
        return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
    }

    [GeneratedRegex("^[a-zA-Z0-9_-]+$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Form();
}
