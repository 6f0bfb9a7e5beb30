using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>
/// The reason that an answer states for its end, in any protocol: chat completions, Responses, Messages, Gemini, Converse, Cohere, Ollama. Read where the client has found no answer, as when
/// it does not know the word.
/// </summary>
internal static class StatedFinish
{
    private static readonly string[] Names = ["finish_reason", "finishReason", "stop_reason", "stopReason", "done_reason"];

    // Where the reason stands, beside the root: a choice, a candidate, a delta of Messages, an incomplete response.
    private static readonly string[] Lists = ["choices", "candidates"];

    private static readonly string[] Parts = ["delta", "response", "incomplete_details"];

    /// <returns>The reason; null where none is stated.</returns>
    public static string? In(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        foreach (string name in Names)
            if (TextOf(root, name) is { } reason)
                return reason;
        foreach (string name in Lists)
            if (AnswerFields.Field(root, name) is { ValueKind: JsonValueKind.Array } list)
                foreach (JsonElement item in list.EnumerateArray())
                    if (In(item) is { } reason)
                        return reason;
        foreach (string name in Parts)
            if (AnswerFields.Field(root, name) is { } part && (TextOf(part, "reason") ?? In(part)) is { } reason)
                return reason;
        return null;
    }

    private static string? TextOf(JsonElement parent, string name) =>
        AnswerFields.Field(parent, name) is { ValueKind: JsonValueKind.String } text && !text.ValueEquals(string.Empty) ? text.GetString() : null;
}
