using System.Globalization;
using System.Text.Json;

namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>
/// Takes the known settings out of one object. A value that is wrong is told with its file and line and read as not given; so is, at the
/// end, every key that was not read.
/// </summary>
internal sealed class SettingScope(SettingNode node, string path, string file, InputErrors errors)
{
    private readonly List<string> _known = [];

    public long? Whole(string key, long least, long most = long.MaxValue) => Parsed(
        key,
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most ? value : default(long?),
        most < long.MaxValue ? $"a whole number from {least} to {most}" : $"a whole number of at least {least}");

    public double? Number(string key, double least, double most = double.MaxValue) => Parsed(
        key,
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most ? value : default(double?),
        most < double.MaxValue ? FormattableString.Invariant($"a number from {least} to {most}") : FormattableString.Invariant($"a number of at least {least}"));

    /// <summary>Hours, minutes and seconds, with days before them perhaps. <see cref="TimeSpan"/> alone takes "5" for five days.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="least">The shortest valid value.</param>
    public TimeSpan? Span(string key, TimeSpan least) => Parsed(
        key,
        text => text.Count(each => each == ':') == 2 && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out TimeSpan value) && value >= least ? value : default(TimeSpan?),
        $"a time such as 00:00:10, at least {least}");

    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> choices)
        where T : class => Find(key) is not { } value ? null
            : choices.FirstOrDefault(choice => string.Equals(choice.Key, value.Text, StringComparison.OrdinalIgnoreCase)).Value
            ?? Wrong<T>(key, value, $"one of {string.Join(", ", choices.Keys)}");

    public T? Choice<T>(string key)
        where T : struct, Enum =>
        Parsed(key, text => Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]) ? value : default(T?), $"one of {string.Join(", ", Enum.GetNames<T>())}");

    /// <summary>The object with that key. Null when there is none.</summary>
    public SettingScope? Object(string key) => Find(key) is not { } value ? null
        : value.Kind == JsonValueKind.Object ? new(value, $"{path}:{key}", file, errors)
        : Wrong<SettingScope>(key, value, "an object");

    /// <summary>The objects in the array with that key.</summary>
    public IEnumerable<SettingScope> Objects(string key)
    {
        if (Find(key) is not { } array)
            yield break;
        if (array.Kind != JsonValueKind.Array || array.Members.Any(member => member.Value.Kind != JsonValueKind.Object))
        {
            Wrong<object>(key, array, "an array of objects");
            yield break;
        }

        foreach ((string index, SettingNode item) in array.Members)
            yield return new(item, $"{path}:{key}:{index}", file, errors);
    }

    /// <summary>Every member with its scope, for objects whose keys are names.</summary>
    public IEnumerable<(string Name, SettingScope Scope)> Named()
    {
        foreach ((string name, SettingNode _) in node.Members)
            if (Object(name) is { } scope)
                yield return (name, scope);
    }

    /// <summary>Reports the unknown keys, after all known settings have been read.</summary>
    public void End()
    {
        foreach ((string key, SettingNode unknown) in node.Members.Where(member => !_known.Contains(member.Key, StringComparer.OrdinalIgnoreCase)))
            errors.Add(file, unknown.Line, $"{path}:{key}: unknown setting; known here: {string.Join(", ", _known)}.");
    }

    /// <summary>Reports an error in the object itself.</summary>
    public void Wrong(string reason) => errors.Add(file, node.Line, $"{path}: {reason}");

    private SettingNode? Find(string key)
    {
        if (!_known.Contains(key, StringComparer.OrdinalIgnoreCase))
            _known.Add(key);
        return node.Member(key);
    }

    private T? Parsed<T>(string key, Func<string, T?> parse, string expected)
        where T : struct
    {
        if (Find(key) is not { } value)
            return null;
        if (value.Text is { Length: > 0 } text && parse(text) is { } parsed)
            return parsed;
        Wrong<object>(key, value, expected);
        return null;
    }

    private T? Wrong<T>(string key, SettingNode value, string expected)
        where T : class
    {
        errors.Add(file, value.Line, $"{path}:{key}: must be {expected}{(value.Text is { } text ? $", is '{text}'" : "")}.");
        return null;
    }
}
