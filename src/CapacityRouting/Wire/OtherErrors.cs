using System.Text.Json;

namespace CapacityRouting.Wire;

/// <summary>Errors that stand in a field of a gateway's own. An object without any part of an answer that says error is one.</summary>
internal static class OtherErrors
{
    // Cloudflare, FastAPI, Baidu, MiniMax, Tencent, iFlytek and others.
    private static readonly string[] Texts = ["detail", "error_msg", "error_message", "errorMessage", "err_msg", "errmsg", "errors", "last_error"];

    private static readonly string[] Envelopes = ["base_resp", "header", "Response", "output"];

    public static bool AreIn(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && !AnswerShape.IsIn(root) && (SaysError(root) || Array.Exists(Envelopes, name => AnswerFields.Field(root, name) is { } inner && SaysError(inner)));

    private static bool SaysError(JsonElement part) =>
        Array.Exists(Texts, name => IsSaid(AnswerFields.Field(part, name)))
        || AnswerFields.Field(part, "Error") is { ValueKind: JsonValueKind.Object }
        || AnswerFields.Field(part, "success") is { ValueKind: JsonValueKind.False }
        || AnswerFields.Is(part, "status", "error") || AnswerFields.Is(part, "status", "failed") || AnswerFields.Is(part, "status", "failure")
        || IsCode(AnswerFields.Field(part, "status_code")) || IsCode(AnswerFields.Field(part, "error_code"))
        || (IsCode(AnswerFields.Field(part, "code")) && (IsText(part, "message") || IsText(part, "msg")));

    private static bool IsSaid(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.String } text => !text.ValueEquals(string.Empty),
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
        { ValueKind: JsonValueKind.Object } => true,
        _ => false,
    };

    private static bool IsText(JsonElement part, string name) => AnswerFields.Field(part, name) is { ValueKind: JsonValueKind.String };

    /// <summary>Whether a code is that of an error. Zero and 200 are those of success, as are words for it.</summary>
    private static bool IsCode(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Number } number => !(number.TryGetInt64(out long code) && code is 0 or 200 or 1000),
        { ValueKind: JsonValueKind.String } text => text.GetString() is not ("" or "0" or "200" or "ok" or "OK" or "success" or "Success"),
        _ => false,
    };
}
