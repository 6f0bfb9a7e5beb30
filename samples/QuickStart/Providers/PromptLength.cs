using System.Text.Json;

namespace QuickStart.Providers;

/// <summary>Counts the characters of a conversation; both APIs give content as a string or as a list of parts with a text.</summary>
internal static class PromptLength
{
    public static int Of(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!.Length,
        JsonValueKind.Array => content.EnumerateArray().Sum(Of),
        JsonValueKind.Object when content.TryGetProperty("text", out var text) => Of(text),
        JsonValueKind.Object when content.TryGetProperty("content", out var inner) => Of(inner),
        _ => 0,
    };
}
