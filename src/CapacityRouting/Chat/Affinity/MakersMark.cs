using System.Text.Json;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// The name of the route that made a content, among the content's properties. It is plain text: it survives the merging of a stream's updates, a stored history, and a restart. Chat clients
/// send no properties of contents that they do not know.
/// </summary>
internal static class MakersMark
{
    /// <summary>The key of the property.</summary>
    public const string Key = "CapacityRouting.Maker";

    /// <summary>Marks a content of an answer. An older mark, of a router below, is replaced.</summary>
    /// <remarks>The content may be shared, by a cache below. So its dictionary is replaced, and gets no new entry.</remarks>
    public static void Put(AIContent content, string route)
    {
        if (!string.Equals(In(content), route, StringComparison.Ordinal))
            content.AdditionalProperties = content.AdditionalProperties is { } known ? new(known) { [Key] = route } : new() { [Key] = route };
    }

    /// <returns>The name of the route; null for a content without a mark.</returns>
    public static string? In(AIContent content) =>
        content.AdditionalProperties is { } properties && properties.TryGetValue(Key, out object? value) ? Text(value) : null;

    /// <summary>A stored history has JSON in place of the text.</summary>
    private static string? Text(object? value) => value switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString(),
        _ => null,
    };
}
