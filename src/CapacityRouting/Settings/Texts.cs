using CapacityRouting.Time;

namespace CapacityRouting.Settings;

/// <summary>The sorts of words.</summary>
internal static class Texts
{
    public static SettingKind<bool> Flag { get; } = new("true or false", bool.TryParse, static _ => null);

    public static SettingKind<string> Text { get; } = TextOf(static _ => null);

    /// <summary>A time zone that this machine knows.</summary>
    public static SettingKind<string> TimeZone { get; } = TextOf(static zone => TimeZones.Find(zone) is null ? $"there is no time zone '{zone}' on this machine." : null);

    public static SettingKind<TValue> OneOf<TValue>()
        where TValue : struct, Enum
    {
        string[] names = Enum.GetNames<TValue>();
        string expected = $"one of {string.Join(", ", names)}";

        // A number would be read too, and says nothing to who reads the settings.
        return new(expected, (text, out value) => Enum.TryParse(text, ignoreCase: true, out value) && names.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase), value => Enum.IsDefined(value) ? null : $"must be {expected}, is {value}.");
    }

    /// <param name="hint">The advice of the error.</param>
    public static SettingKind<string> NotEmpty(string hint) => TextOf(text => string.IsNullOrWhiteSpace(text) ? $"must not be empty; {hint}." : null);

    private static SettingKind<string> TextOf(Func<string, string?> problem) => new("a text", Read, problem);

    private static bool Read(string text, out string value)
    {
        value = text;
        return true;
    }
}
