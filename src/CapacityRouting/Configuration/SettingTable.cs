using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace CapacityRouting.Configuration;

/// <summary>
/// The settings that a section may have, each with what to do with it. Reading reports every unknown key and every value
/// that does not parse, with its path, and goes on.
/// </summary>
internal sealed class SettingTable(SettingErrors errors) : IEnumerable
{
    private readonly Dictionary<string, Action<IConfigurationSection>> _settings = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string key, Action<IConfigurationSection> read) => _settings.Add(key, read);

    public void Add(string key, Action<string> set) => AddValue(key, text => text, set, "a text");

    public void Add(string key, Action<long> set) =>
        AddValue(key, text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : default(long?), set, "a whole number");

    public void Add(string key, Action<int> set) =>
        AddValue(key, text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : default(int?), set, "a whole number");

    public void Add(string key, Action<double> set) =>
        AddValue(key, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : default(double?), set, "a number");

    public void Add(string key, Action<decimal> set) =>
        AddValue(key, text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : default(decimal?), set, "a number");

    public void Add(string key, Action<bool> set) =>
        AddValue(key, text => bool.TryParse(text, out bool flag) ? flag : default(bool?), set, "true or false");

    public void Add(string key, Action<TimeSpan> set) =>
        AddValue(key, text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span : default(TimeSpan?), set, "a time such as 00:00:10");

    public void Read(IConfiguration section)
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (_settings.TryGetValue(child.Key, out Action<IConfigurationSection>? read))
                read(child);
            else
                errors.Add(child.Path, $"unknown setting; known here: {string.Join(", ", _settings.Keys)}.");
        }
    }

    public IEnumerator GetEnumerator() => _settings.Keys.GetEnumerator();

    private void AddValue<T>(string key, Func<string, T?> parse, Action<T> set, string expected)
        where T : struct => _settings.Add(key, section => Parse(section, parse, set, expected));

    private void AddValue(string key, Func<string, string?> parse, Action<string> set, string expected) =>
        _settings.Add(key, section =>
        {
            if (section.Value is { } text && parse(text) is { } value)
                set(value);
            else if (section.Value is not null || section.GetChildren().Any())
                errors.Add(section.Path, $"must be {expected}.");
        });

    private void Parse<T>(IConfigurationSection section, Func<string, T?> parse, Action<T> set, string expected)
        where T : struct
    {
        if (section.Value is { } text && parse(text) is { } value)
            set(value);
        else if (section.Value is not null || section.GetChildren().Any())
            errors.Add(section.Path, $"must be {expected}, is '{section.Value}'.");
    }
}
