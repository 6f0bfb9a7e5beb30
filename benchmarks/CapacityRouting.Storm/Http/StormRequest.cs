using System.Text.Json;

namespace CapacityRouting.Storm.Http;

/// <summary>What the storm reads in a request's body: both protocols have messages of a role and a content, a text or a list of parts.</summary>
internal static class StormRequest
{
    /// <returns>The part of an answer that the request ends with; empty where it ends with something else.</returns>
    public static string Given(string body)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement last = document.RootElement.GetProperty("messages").EnumerateArray().Last();
        return last.GetProperty("role").GetString() == "assistant" ? TextOf(last.GetProperty("content")) : "";
    }

    private static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.String
        ? content.GetString()!
        : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
}
