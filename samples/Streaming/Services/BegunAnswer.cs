using System.Text.Json;

namespace Streaming.Services;

/// <summary>The words that a request puts into the assistant's mouth: its last message, if that is the assistant's.</summary>
internal static class BegunAnswer
{
    public static string In(JsonElement request)
    {
        var last = request.GetProperty("messages").EnumerateArray().Last();
        return last.GetProperty("role").ValueEquals("assistant") ? TextOf(last.GetProperty("content")) : "";
    }

    /// <summary>Both APIs give a content as a text, or as a list of parts.</summary>
    private static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
}
