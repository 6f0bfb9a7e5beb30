using System.Text.Json.Nodes;

namespace CapacityRouting.Moves.Servers;

/// <summary>Gemini 3 in the protocol of chat completions: the first call of each message of the turn in progress has a signature of its own, or the documented placeholder. Its ids are empty.</summary>
internal sealed class GeminiServer() : ChatCompletionsServer("gemini")
{
    protected override bool HasLooseIds => true;

    protected override string IdOf(int index) => string.Empty;

    protected override void Check(string id)
    {
    }

    protected override void Complete(JsonObject call, int index)
    {
        if (index == 0)
            call["extra_content"] = new JsonObject { ["google"] = new JsonObject { ["thought_signature"] = Issue("sig_") } };
    }

    protected override void Read(Conversation conversation, JsonObject message, int index, bool isOfTurn)
    {
        base.Read(conversation, message, index, isOfTurn);
        if (!isOfTurn || message["tool_calls"] is not JsonArray calls)
            return;
        string? signature = calls[0]!["extra_content"]?["google"]?["thought_signature"]?.GetValue<string>();
        if (signature is null)
            throw new RefusedException($"Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance. Additional data, function call `default_api:weather` , position {index + 1}. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.");
        if (!IsReturned(signature) && signature is not "skip_thought_signature_validator")
            throw new RefusedException("Thought signature is not valid.");
    }

    protected override JsonObject Error(RefusedException refusal) => new() { ["error"] = new JsonObject { ["code"] = 400, ["message"] = refusal.Message, ["status"] = "INVALID_ARGUMENT" } };
}
