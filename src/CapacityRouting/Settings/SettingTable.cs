using System.Collections;
using Microsoft.Extensions.Configuration;

namespace CapacityRouting.Settings;

/// <summary>
/// The settings of a type, one a line: its name, its place, its reading from configuration and its range. Reading and checking use the
/// same lines, for code and configuration alike. Both report every error with its path, and go on.
/// </summary>
/// <typeparam name="T">The type that has the settings.</typeparam>
internal sealed class SettingTable<T> : IEnumerable
    where T : class
{
    private readonly List<(string Name, Reader Read)> _readers = [];
    private readonly List<Action<T, string, SettingErrors>> _checks = [];

    /// <summary>Reads a section into one setting.</summary>
    /// <param name="section">The setting's section.</param>
    /// <param name="target">The object with the setting. An immutable one is replaced by a changed copy.</param>
    /// <param name="settings">The router's other settings.</param>
    /// <param name="errors">Where a wrong section is noted.</param>
    internal delegate void Reader(IConfigurationSection section, ref T target, RoutingSettings settings, SettingErrors errors);

    /// <summary>Sets one setting: an immutable target is replaced by a changed copy.</summary>
    internal delegate void Writer<in TValue>(ref T target, TValue value);

    /// <summary>A value of configuration and of code.</summary>
    public void Add<TValue>(string name, Func<T, TValue?> get, Writer<TValue> set, SettingKind<TValue> kind)
        where TValue : struct
    {
        Add(name, (section, ref target, _, errors) => Parse(section, ref target, set, kind, errors));
        Add(name, get, kind);
    }

    /// <summary>As the other overload, for a class.</summary>
    public void Add<TValue>(string name, Func<T, TValue?> get, Writer<TValue> set, SettingKind<TValue> kind)
        where TValue : class
    {
        Add(name, (section, ref target, _, errors) => Parse(section, ref target, set, kind, errors));
        Add(name, target => get(target) is { } value ? kind.Problem(value) : null);
    }

    /// <summary>A value that only code sets.</summary>
    public void Add<TValue>(string name, Func<T, TValue?> get, SettingKind<TValue> kind)
        where TValue : struct => Add(name, target => get(target) is { } value ? kind.Problem(value) : null);

    /// <summary>Settings of another type that must be there.</summary>
    public void Add<TValue>(string name, Func<T, TValue?> get, Writer<TValue> set, SettingTable<TValue> table)
        where TValue : class
    {
        Add(name, get, set, table, static _ => null);
        Add(name, target => get(target) is null ? "must not be null." : null);
    }

    /// <summary>Settings of another type that may be left out. Configuration then builds on the settings that hold instead.</summary>
    public void Add<TValue>(string name, Func<T, TValue?> get, Writer<TValue> set, SettingTable<TValue> table, Func<RoutingSettings, TValue?> instead)
        where TValue : class
    {
        Add(name, (section, ref target, settings, errors) =>
        {
            if ((get(target) ?? instead(settings)) is { } value)
                set(ref target, table.Read(section, value, settings, errors));
        });
        Add(name, get, table);
    }

    /// <summary>Settings of another type that only code sets.</summary>
    public void Add<TValue>(string name, Func<T, TValue?> get, SettingTable<TValue> table)
        where TValue : class => Add((target, path, errors) =>
        {
            if (get(target) is { } value)
                table.Check(value, Under(path, name), errors);
        });

    /// <summary>A setting with a reading of its own.</summary>
    public void Add(string name, Reader read) => _readers.Add((name, read));

    /// <summary>A setting with a check of its own; null means that it is right.</summary>
    public void Add(string name, Func<T, string?> problem) => Add((target, path, errors) =>
    {
        if (problem(target) is { } said)
            errors.Add(Under(path, name), said);
    });

    /// <summary>A check that reports under several names.</summary>
    public void Add(Action<T, string, SettingErrors> check) => _checks.Add(check);

    /// <summary>Reads a section over the present settings. Unknown keys and values that do not parse are errors.</summary>
    /// <returns>The object with the settings read.</returns>
    public T Read(IConfiguration section, T target, RoutingSettings settings, SettingErrors errors)
    {
        ConfigurationReader.RefuseValue(section, $"a section with settings such as {_readers[0].Name}", errors);
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (_readers.Find(known => string.Equals(known.Name, child.Key, StringComparison.OrdinalIgnoreCase)) is { Read: { } read })
                read(child, ref target, settings, errors);
            else
                errors.Add(child.Path, $"unknown setting; known here: {string.Join(", ", _readers.Select(known => known.Name))}.");
        }

        return target;
    }

    /// <summary>Checks every setting, under a path that is empty for the router's own.</summary>
    public void Check(T target, string path, SettingErrors errors)
    {
        foreach (Action<T, string, SettingErrors> check in _checks)
            check(target, path, errors);
    }

    public IEnumerator GetEnumerator() => _readers.GetEnumerator();

    private static string Under(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";

    private static void Parse<TValue>(IConfigurationSection section, ref T target, Writer<TValue> set, SettingKind<TValue> kind, SettingErrors errors)
    {
        if (section.Value is { } text && kind.TryParse(text, out TValue? value))
            set(ref target, value);
        else if (section.Value is not null || section.GetChildren().Any())
            errors.Add(section.Path, $"must be {kind.Expected}, is {(section.Value is { } given ? $"'{given}'" : "a section")}.{kind.Advice(section.Value)}");
    }
}
