using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace CapacityRouting.Moves.Servers;

/// <summary>
/// OpenAI's Responses API. Items are known by id to the account that made them, and encrypted reasoning can be read by it alone. A call that names its item needs the reasoning before it.
/// </summary>
internal sealed class ResponsesServer : StrictServer
{
    // The item of each call, and the reasoning that led to it.
    private readonly ConcurrentDictionary<string, string> _reasoningOf = new(StringComparer.Ordinal);

    public override string Maker => "responses";

    /// <summary>Whether reasoning comes encrypted. Otherwise the account stores it, and knows it by its id.</summary>
    public bool Encrypts { get; set; } = true;

    protected override Conversation Read(JsonObject request)
    {
        Conversation conversation = new();
        HashSet<string> reasoning = new(StringComparer.Ordinal);
        JsonArray input = request["input"]!.AsArray();
        foreach (JsonNode? item in input)
            Read(conversation, item!.AsObject(), reasoning);
        if (input[^1]!["type"]?.GetValue<string>() is "reasoning")
            throw new RefusedException($"Item '{input[^1]!["id"]}' of type 'reasoning' was provided without its required following item.");
        return conversation;
    }

    protected override JsonObject Whole(Answer answer) => Response([.. Items(answer)], "completed");

    protected override IEnumerable<string> Pieces(Answer answer)
    {
        int sequence = 0;
        JsonObject[] items = [.. Items(answer)];
        yield return Event("response.created", new() { ["response"] = Response([], "in_progress") });
        for (int i = 0; i < items.Length; i++)
        {
            string type = items[i]["type"]!.GetValue<string>();
            JsonObject begun = items[i].DeepClone().AsObject();
            if (type is "reasoning")
                (begun["summary"], begun["encrypted_content"]) = (new JsonArray(), null);
            else if (type is "message")
                begun["content"] = new JsonArray();
            else
                begun["arguments"] = string.Empty;
            yield return Event("response.output_item.added", new() { ["output_index"] = i, ["item"] = begun });
            foreach (string piece in Halves.Of(TextOf(items[i], type)))
                yield return Event(DeltaOf(type), new() { ["item_id"] = items[i]["id"]!.GetValue<string>(), ["output_index"] = i, ["content_index"] = 0, ["summary_index"] = 0, ["delta"] = piece });
            yield return Event("response.output_item.done", new() { ["output_index"] = i, ["item"] = items[i].DeepClone() });
        }

        yield return Event("response.completed", new() { ["response"] = Response(items, "completed") });

        string Event(string type, JsonObject data)
        {
            (data["type"], data["sequence_number"]) = (type, sequence++);
            return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
        }
    }

    protected override JsonObject Error(RefusedException refusal) =>
        new() { ["error"] = new JsonObject { ["message"] = refusal.Message, ["type"] = "invalid_request_error", ["param"] = "input", ["code"] = null } };

    private static string DeltaOf(string type) => type switch
    {
        "reasoning" => "response.reasoning_summary_text.delta",
        "message" => "response.output_text.delta",
        _ => "response.function_call_arguments.delta",
    };

    private static string TextOf(JsonObject item, string type) => type switch
    {
        "reasoning" => item["summary"]![0]!["text"]!.GetValue<string>(),
        "message" => item["content"]![0]!["text"]!.GetValue<string>(),
        _ => item["arguments"]!.GetValue<string>(),
    };

    private static JsonObject Response(JsonObject[] output, string status) => new()
    {
        ["id"] = "resp_1",
        ["object"] = "response",
        ["created_at"] = 1,
        ["status"] = status,
        ["model"] = "model",
        ["output"] = new JsonArray([.. output.Select(item => (JsonNode)item.DeepClone())]),
        ["parallel_tool_calls"] = true,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["usage"] = new JsonObject
        {
            ["input_tokens"] = 10,
            ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
            ["output_tokens"] = 5,
            ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 2 },
            ["total_tokens"] = 15,
        },
    };

    private void Read(Conversation conversation, JsonObject item, HashSet<string> reasoning)
    {
        string? id = item["id"]?.GetValue<string>();
        if (id is not null && !IsReturned(id))
            throw new RefusedException($"Item with id '{id}' not found.", status: 404);
        switch (item["type"]?.GetValue<string>() ?? "message")
        {
            case "reasoning":
                reasoning.Add(ReadReasoning(item, id));
                break;
            case "message" when item["role"]!.GetValue<string>() is "user":
                conversation.User(string.Concat(item["content"]!.AsArray().Select(part => part!["text"]!.GetValue<string>())));
                break;
            case "message" when item["role"]!.GetValue<string>() is "system" or "developer":
                break;
            case "message":
                conversation.RequireClosed();
                if (item["content"]!.AsArray().Any(part => part!["type"]!.GetValue<string>() is not "output_text"))
                    throw new RefusedException("Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'.");
                break;
            case "function_call":
                if (id is not null && _reasoningOf.TryGetValue(id, out string? needed) && !reasoning.Contains(needed))
                    throw new RefusedException($"Item '{id}' of type 'function_call' was provided without its required 'reasoning' item: '{needed}'.");
                conversation.Call(CallIdOf(item), item["name"]?.GetValue<string>(), JsonNode.Parse(item["arguments"]!.GetValue<string>()));
                break;
            case "function_call_output":
                conversation.Result(CallIdOf(item), item["output"]!.ToJsonString());
                break;
            case var type:
                throw new RefusedException($"Invalid value: '{type}'.");
        }
    }

    private static string CallIdOf(JsonObject item)
    {
        string id = item["call_id"]!.GetValue<string>();
        return id.Length is > 0 and <= 64 ? id : throw new RefusedException($"Invalid 'input[2].call_id': string too long. Expected a string with maximum length 64, but got a string with length {id.Length} instead.");
    }

    /// <returns>Its id.</returns>
    private string ReadReasoning(JsonObject item, string? id)
    {
        if (item["encrypted_content"]?.GetValue<string>() is { } encrypted && !IsReturned(encrypted))
            throw new RefusedException("The encrypted content for item could not be verified. Reason: Encrypted content could not be decrypted or parsed.");
        if (id is null)
            throw new RefusedException("Missing required parameter: 'input[1].id'.");
        return id;
    }

    private IEnumerable<JsonObject> Items(Answer answer)
    {
        string reasoning = Issue("rs_");
        yield return new()
        {
            ["type"] = "reasoning",
            ["id"] = reasoning,
            ["summary"] = new JsonArray(new JsonObject { ["type"] = "summary_text", ["text"] = answer.Reasoning }),
            ["encrypted_content"] = Encrypts ? Issue("gAAAA") : null,
        };
        if (answer.Text is { } text)
            yield return new()
            {
                ["type"] = "message",
                ["id"] = Issue("msg_"),
                ["status"] = "completed",
                ["role"] = "assistant",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray() }),
            };
        foreach (string city in answer.Cities)
        {
            string id = Issue("fc_");
            _reasoningOf[id] = reasoning;
            yield return new()
            {
                ["type"] = "function_call",
                ["id"] = id,
                ["call_id"] = Issue("call_"),
                ["name"] = Tool,
                ["arguments"] = Answer.ArgumentsFor(city).ToJsonString(),
                ["status"] = "completed",
            };
        }
    }
}
