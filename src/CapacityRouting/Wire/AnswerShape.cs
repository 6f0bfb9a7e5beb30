using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>The fields in which the protocols carry an answer or a part of one: chat completions, Responses, Messages, Gemini, Ollama, Converse.</summary>
internal static class AnswerShape
{
    private static readonly string[] Fields =
        ["choices", "candidates", "content", "output", "delta", "response", "completion", "content_block", "output_text", "part", "item", "tool_calls", "promptFeedback"];

    /// <summary>Whether the object has one of them, and not as nothing.</summary>
    public static bool IsIn(JsonElement root)
    {
        foreach (string name in Fields)
            if (AnswerFields.Field(root, name) is { } value && IsSomething(value))
                return true;

        // A message that is a text is an error's, or a gateway's notice.
        return AnswerFields.Field(root, "message") is { ValueKind: JsonValueKind.Object };
    }

    private static bool IsSomething(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => true,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.String => !value.ValueEquals(string.Empty),
        _ => false,
    };
}
