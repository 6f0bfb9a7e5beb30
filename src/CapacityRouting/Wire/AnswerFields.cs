using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>The fields in which an answer or an event carries an error.</summary>
internal static class AnswerFields
{
    /// <returns>The error as JSON. Null when the object carries none.</returns>
    public static string? In(JsonElement root)
    {
        if (Field(root, "error") is { } error && IsError(error))
            return error.ValueKind == JsonValueKind.Object && !Is(root, "type", "error") ? error.GetRawText() : root.GetRawText();
        if (Is(root, "type", "error") || Is(root, "object", "error") || IsEnvelope(root))
            return root.GetRawText();
        return Is(root, "type", "response.failed") ? OfResponse(root) : OfChoices(root) ?? (OtherErrors.AreIn(root) ? root.GetRawText() : null);
    }

    public static JsonElement? Field(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : null;

    public static bool Is(JsonElement parent, string name, string expected) =>
        Field(parent, name) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(expected);

    private static bool IsError(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.Object => error.EnumerateObject().Any(),
        JsonValueKind.String => !error.ValueEquals(string.Empty),
        JsonValueKind.True or JsonValueKind.Array => true,
        _ => false,
    };

    /// <summary>Whether the object is a gateway's own error: a message beside a code or a status in HTTP's range of errors.</summary>
    private static bool IsEnvelope(JsonElement root) =>
        Field(root, "message") is { ValueKind: JsonValueKind.String } && (IsErrorCode(root, "code") || IsErrorCode(root, "status"));

    private static bool IsErrorCode(JsonElement root, string name) => Field(root, name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.TryGetInt32(out int code) && code >= 400,
        { ValueKind: JsonValueKind.String } text => int.TryParse(text.GetString(), out int code) && code >= 400,
        _ => false,
    };

    /// <summary>The error alone. The rest of a failed response repeats the request.</summary>
    private static string OfResponse(JsonElement root) =>
        Field(root, "response") is { } response && Field(response, "error") is { ValueKind: JsonValueKind.Object } error ? error.GetRawText() : root.GetRawText();

    private static string? OfChoices(JsonElement root)
    {
        if (Field(root, "choices") is not { ValueKind: JsonValueKind.Array } choices)
            return null;
        foreach (JsonElement choice in choices.EnumerateArray())
            if (Is(choice, "finish_reason", "error"))
                return Field(choice, "error") is { ValueKind: JsonValueKind.Object } error ? error.GetRawText() : root.GetRawText();
            else if (Is(choice, "finish_reason", "content_filter") && Field(choice, "message") is { } message && !Says(message))
                return root.GetRawText();
        return null;
    }

    /// <summary>Whether the message has content. An answer that a filter cut in the middle is still an answer.</summary>
    private static bool Says(JsonElement message) =>
        Field(message, "content") is { ValueKind: not JsonValueKind.Null } && !Is(message, "content", string.Empty);
}
