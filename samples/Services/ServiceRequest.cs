using System.Text.Json;

namespace Samples.Services;

/// <summary>What a request asks, as far as the models of the samples understand it. Both APIs say it in nearly the same way.</summary>
/// <param name="Questions">What the user has said, in order.</param>
/// <param name="ToolResult">What a tool gave, if the conversation ends with it.</param>
/// <param name="Begun">The words that the request puts into the assistant's mouth: its last message, if that is the assistant's.</param>
/// <param name="Tokens">Four characters count as a token.</param>
internal sealed record ServiceRequest(IReadOnlyList<string> Questions, string? ToolResult, string Begun, int Tokens)
{
    public static ServiceRequest Read(JsonElement request)
    {
        JsonElement[] messages = [.. request.GetProperty("messages").EnumerateArray()];
        var last = messages[^1];
        return new(
            [.. messages.Where(message => IsOf(message, "user") && !IsToolResult(message)).Select(TextOf)],
            IsToolResult(last) ? TextOf(last) : null,
            IsOf(last, "assistant") ? TextOf(last) : "",
            request.GetRawText().Length / 4);
    }

    private static bool IsOf(JsonElement message, string role) => message.GetProperty("role").ValueEquals(role);

    /// <summary>OpenAI has a role for tools. At Anthropic the user hands in their results.</summary>
    private static bool IsToolResult(JsonElement message) =>
        IsOf(message, "tool") || PartsOf(message).Any(part => part.GetProperty("type").ValueEquals("tool_result"));

    private static JsonElement.ArrayEnumerator PartsOf(JsonElement message) =>
        message.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array ? content.EnumerateArray() : default;

    /// <summary>A content is a text, or a list of parts that have a text or a content again.</summary>
    private static string TextOf(JsonElement part)
    {
        if (part.TryGetProperty("text", out var text))
            return text.GetString()!;
        if (!part.TryGetProperty("content", out var content))
            return "";
        return content.ValueKind == JsonValueKind.String ? content.GetString()! : string.Concat(PartsOf(part).Select(TextOf));
    }
}
