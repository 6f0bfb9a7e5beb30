using System.Text.Json;

namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>One value of a settings file, which knows where it stands.</summary>
/// <param name="Line">Its line, from 1; of an object's member, its key's.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A text, a number or a truth value as written; null for anything else.</param>
/// <param name="Members">What is in it: by key in an object, by number in an array.</param>
internal sealed record SettingNode(int Line, JsonValueKind Kind, string? Text, IReadOnlyList<KeyValuePair<string, SettingNode>> Members)
{
    /// <summary>The member with that key, in any case; null when there is none.</summary>
    public SettingNode? Member(string key) => Members.FirstOrDefault(member => string.Equals(member.Key, key, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>What a path such as <c>Routes:gpt:Limits</c> leads to; null when it leads nowhere. Keys may have colons in them, so the path is not split.</summary>
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
