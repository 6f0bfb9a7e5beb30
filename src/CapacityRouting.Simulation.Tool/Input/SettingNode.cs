using System.Text.Json;

namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>One value of a settings file, with its line.</summary>
/// <param name="Line">The line of the value, from 1. For an object's member, the line of its key.</param>
/// <param name="Kind">The kind of the value.</param>
/// <param name="Text">A text, a number or a truth value as written. Null for any other value.</param>
/// <param name="Members">The members: by key in an object, by number in an array.</param>
internal sealed record SettingNode(int Line, JsonValueKind Kind, string? Text, IReadOnlyList<KeyValuePair<string, SettingNode>> Members)
{
    /// <summary>The member with that key, or null. Case is ignored.</summary>
    public SettingNode? Member(string key) => Members.FirstOrDefault(member => string.Equals(member.Key, key, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The node at a path such as <c>Routes:gpt:Limits</c>. Null when there is none. Keys may have colons in them, so the path is not split.</summary>
    public SettingNode? Find(string path)
    {
        foreach ((string key, SettingNode node) in Members)
        {
            if (string.Equals(path, key, StringComparison.OrdinalIgnoreCase))
                return node;
            if (path.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase) && node.Find(path[(key.Length + 1)..]) is { } found)
                return found;
        }

        return null;
    }
}
