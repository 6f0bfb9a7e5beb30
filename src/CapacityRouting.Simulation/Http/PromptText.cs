using System.Text.Json;

namespace CapacityRouting.Simulation.Http;

/// <summary>
/// How a prompt begins, and how long it is. Both APIs give a content as a text or as a list of parts, some of which have one; pictures and the like
/// count nothing.
/// </summary>
internal sealed class PromptText
{
    private string? _opening;

    /// <summary>The first text of it.</summary>
    public string Opening => _opening ?? "";

    /// <summary>The length of all of it.</summary>
    public int Characters { get; private set; }

    /// <summary>Adds the text of a message, of its content, or of a part of it.</summary>
    public void Add(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
            Add(content.GetString()!);
        else if (content.ValueKind == JsonValueKind.Array)
            foreach (JsonElement part in content.EnumerateArray())
                Add(part);
        else if (content.ValueKind == JsonValueKind.Object && (content.TryGetProperty("text", out JsonElement inner) || content.TryGetProperty("content", out inner)))
            Add(inner);
    }

    private void Add(string text)
    {
        _opening ??= text;
        Characters += text.Length;
    }
}
