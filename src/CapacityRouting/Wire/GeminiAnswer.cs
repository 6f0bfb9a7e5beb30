using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>The effect of Gemini's filter on an answer. Gemini has no error of its own for it.</summary>
internal static class GeminiAnswer
{
    /// <returns>The JSON that states the filter's reason. Null when nothing was filtered.</returns>
    public static string? FilteredIn(JsonElement root)
    {
        if (AnswerFields.Field(root, "promptFeedback") is { } feedback && AnswerFields.Field(feedback, "blockReason") is { ValueKind: JsonValueKind.String })
            return feedback.GetRawText();
        return Candidates(root).Any(IsFiltered) ? root.GetRawText() : null;
    }

    /// <summary>Whether any candidate has content.</summary>
    public static bool HasSubstance(JsonElement root) => Candidates(root).Any(IsSubstantial);

    private static JsonElement.ArrayEnumerator Candidates(JsonElement root) => Items(AnswerFields.Field(root, "candidates"));

    private static bool IsFiltered(JsonElement candidate) =>
        AnswerFields.Field(candidate, "finishReason") is { ValueKind: JsonValueKind.String } reason
        && reason.GetString() is "SAFETY" or "PROHIBITED_CONTENT" or "BLOCKLIST" or "SPII" or "RECITATION";

    private static bool IsSubstantial(JsonElement candidate) =>
        AnswerFields.Field(candidate, "content") is { } content && Items(AnswerFields.Field(content, "parts")).Any(part => !AnswerFields.Is(part, "text", string.Empty));

    private static JsonElement.ArrayEnumerator Items(JsonElement? list) =>
        list is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;
}
