using CapacityRouting.Settings;
using Microsoft.Extensions.Configuration;

namespace CapacityRouting.Tests.Settings.Schema;

/// <summary>Asks a table whether it takes a text for a setting.</summary>
internal static class Probe<T>
    where T : class
{
    public static bool Takes(SettingTable<T> table, string name, string text)
    {
        RoutingSettings settings = new(new(), [new ModelRoute("a", new Tools.TestClient())], [], []);
        SettingErrors errors = new();
        T target = typeof(T) == typeof(RouteSettings) ? (T)(object)settings.Routes[0] : Activator.CreateInstance<T>();
        IConfiguration section = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(name, (string?)text)]).Build();

        table.Check(table.Read(section, target, settings, errors), string.Empty, errors);

        return !errors.All.Any(error => error.StartsWith($"{name}:", StringComparison.Ordinal));
    }
}
