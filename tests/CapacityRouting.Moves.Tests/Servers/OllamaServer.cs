using System.Text.Json.Nodes;

namespace CapacityRouting.Moves.Servers;

/// <summary>Ollama's own protocol: calls have no ids, and their results come in order.</summary>
internal sealed class OllamaServer : StrictServer
{
    public override string Maker => "ollama";

    protected override string ContentTypeOfPieces => "application/x-ndjson";

    protected override bool IsStream(JsonObject request) => request["stream"]?.GetValue<bool>() is not false;

    protected override Conversation Read(JsonObject request)
    {
        Conversation conversation = new() { HasLooseIds = true };
        foreach (JsonNode? message in request["messages"]!.AsArray())
            Read(conversation, message!.AsObject());
        return conversation;
    }

    protected override JsonObject Whole(Answer answer) => Piece(answer.Reasoning, answer.Text, answer.Cities, isDone: true);

    protected override IEnumerable<string> Pieces(Answer answer)
    {
        foreach (string piece in Halves.Of(answer.Reasoning))
            yield return Piece(piece, text: null, [], isDone: false).ToJsonString() + "\n";
        foreach (string piece in Halves.Of(answer.Text ?? string.Empty))
            yield return Piece(reasoning: null, piece, [], isDone: false).ToJsonString() + "\n";
        if (answer.Cities.Count > 0)
            yield return Piece(reasoning: null, text: null, answer.Cities, isDone: false).ToJsonString() + "\n";
        yield return Piece(reasoning: null, text: null, [], isDone: true).ToJsonString() + "\n";
    }

    protected override JsonObject Error(RefusedException refusal) => new() { ["error"] = refusal.Message };

    private static void Read(Conversation conversation, JsonObject message)
    {
        string text = message["content"]?.GetValue<string>() ?? string.Empty;
        switch (message["role"]!.GetValue<string>())
        {
            case "user":
                conversation.User(text);
                break;
            case "tool":
                conversation.Result(id: null, text);
                break;
            case "assistant":
                foreach (JsonNode? call in message["tool_calls"]?.AsArray() ?? [])
                    Call(conversation, call!["function"]!.AsObject());
                break;
            default:
                throw new RefusedException($"invalid role: {message["role"]}, role must be one of [system, user, assistant, tool]");
        }
    }

    private static void Call(Conversation conversation, JsonObject function)
    {
        if (function["arguments"] is not JsonObject arguments)
            throw new RefusedException("json: cannot unmarshal string into Go struct field ChatRequest.messages of type api.ToolCallFunctionArguments");
        conversation.Call(string.Empty, function["name"]?.GetValue<string>(), arguments);
    }

    private JsonObject Piece(string? reasoning, string? text, IReadOnlyList<string> cities, bool isDone)
    {
        JsonObject message = new() { ["role"] = "assistant", ["content"] = text ?? string.Empty };
        if (reasoning is not null)
            message["thinking"] = reasoning;
        if (cities.Count > 0)
            message["tool_calls"] = new JsonArray([.. cities.Select(city => (JsonNode)new JsonObject { ["function"] = new JsonObject { ["name"] = Tool, ["arguments"] = Answer.ArgumentsFor(city) } })]);
        JsonObject piece = new() { ["model"] = "model", ["created_at"] = "2026-01-01T00:00:00Z", ["message"] = message, ["done"] = isDone };
        if (isDone)
            (piece["done_reason"], piece["prompt_eval_count"], piece["eval_count"]) = ("stop", 10, 5);
        return piece;
    }
}
