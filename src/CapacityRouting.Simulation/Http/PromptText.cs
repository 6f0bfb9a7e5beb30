using System.Text.Json;

namespace CapacityRouting.Simulation.Http;

/// <summary>
/// The beginning and the length of a prompt. Both APIs give a content as a text or as a list of parts, some of which have a text. Images and the
/// like count nothing.
/// </summary>
internal sealed class PromptText
{
    private string? _opening;

    /// <summary>The first text of the prompt.</summary>
    public string Opening => _opening ?? "";

    /// <summary>The length of the whole prompt.</summary>
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
