using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CapacityRouting.Wire;

/// <summary>
/// The body of a request as the rule of its provider asks for (<see cref="ToolTurnRule"/>). It is judged by what the body says, and not by the makers of its parts: so it does not matter why a
/// field is missing. Pure.
/// </summary>
internal static class ToolTurnBody
{
    // ai.google.dev/gemini-api/docs/thought-signatures: for calls of another model.
    private const string Placeholder = "skip_thought_signature_validator";

    /// <returns>The body that follows the rule; null where the given one does, and for a body of another protocol.</returns>
    public static byte[]? Fitted(ReadOnlySpan<byte> body, ToolTurnRule rule)
    {
        // Most requests have no call, and are not parsed.
        if (body.IndexOf(rule == ToolTurnRule.SignedReasoning ? "\"tool_result\""u8 : "\"tool_calls\""u8) < 0)
            return null;
        try
        {
            return JsonNode.Parse(body) is JsonObject request && Fit(request, rule) ? Encoding.UTF8.GetBytes(request.ToJsonString()) : null;
        }
        catch (Exception other) when (other is JsonException or ArgumentException or InvalidOperationException)
        {
            // No JSON, with a name twice, or of another shape.
            return null;
        }
    }

    /// <returns>Whether it had to be changed.</returns>
    private static bool Fit(JsonObject request, ToolTurnRule rule) => request["messages"] is JsonArray messages && rule switch
    {
        ToolTurnRule.SignedReasoning => MustNotThink(request, messages) && request.Remove("thinking"),
        ToolTurnRule.ThoughtSignature => !NeedsNoSignature(request) && Each(messages, Sign),
        _ => Each(messages, Reason),
    };

    /// <summary>Whether thinking is on, and tools that were called without it bring their results.</summary>
    private static bool MustNotThink(JsonObject request, JsonArray messages)
    {
        if (!Is(request["thinking"]?["type"], "enabled") || messages.Count == 0 || messages[^1] is not JsonObject last || !HasResult(last))
            return false;
        int called = messages.Count - 1;
        while (called >= 0 && !Is(messages[called]?["role"], "assistant"))
            called--;

        // Messages of one role in a row are one.
        while (called > 0 && Is(messages[called - 1]?["role"], "assistant"))
            called--;
        JsonNode? first = called >= 0 && messages[called]?["content"] is JsonArray { Count: > 0 } blocks ? blocks[0] : null;
        return first is not JsonObject || !(Is(first["type"], "thinking") || Is(first["type"], "redacted_thinking"));
    }

    private static bool HasResult(JsonObject message) => message["content"] is JsonArray blocks && blocks.Any(block => block is JsonObject && Is(block["type"], "tool_result"));

    private static bool Each(JsonArray messages, Func<JsonObject, JsonArray, bool> fit)
    {
        bool isChanged = false;
        foreach (JsonNode? message in messages)
            if (message is JsonObject turn && turn["tool_calls"] is JsonArray { Count: > 0 } calls)
                isChanged |= fit(turn, calls);
        return isChanged;
    }

    /// <summary>Models before Gemini 3 ask for none.</summary>
    private static bool NeedsNoSignature(JsonObject request) =>
        request["model"] is JsonValue value && value.TryGetValue(out string? model)
        && (model.Contains("gemini-1", StringComparison.OrdinalIgnoreCase) || model.Contains("gemini-2", StringComparison.OrdinalIgnoreCase));

    /// <summary>Of calls at the same time only the first is signed.</summary>
    private static bool Sign(JsonObject turn, JsonArray calls)
    {
        if (calls[0] is not JsonObject first)
            return false;
        if (first["extra_content"] is not JsonObject extra)
            first["extra_content"] = extra = [];
        if (extra["google"] is not JsonObject google)
            extra["google"] = google = [];
        if (google["thought_signature"] is not null)
            return false;
        google["thought_signature"] = Placeholder;
        return true;
    }

    private static bool Reason(JsonObject turn, JsonArray calls)
    {
        if (turn["reasoning_content"] is not null)
            return false;
        turn["reasoning_content"] = string.Empty;
        return true;
    }

    private static bool Is(JsonNode? node, string text) => node is JsonValue value && value.TryGetValue(out string? found) && string.Equals(found, text, StringComparison.Ordinal);
}
