using System.Numerics;
using System.Text.Json.Nodes;
using CapacityRouting.Settings;

namespace CapacityRouting.Tests.Settings.Schema;

/// <summary>The schema of one setting: its type is that of the property, and its range is what the table takes.</summary>
internal static class SettingSchema
{
    // Days may stand before hours, minutes and seconds.
    private const string Time = @"^(\d+\.)?\d{1,2}:\d{1,2}:\d{1,2}(\.\d{1,7})?$";

    private static readonly string[] WordsForTimes = ["None", "Adaptive"];

    /// <summary>The settings of a table. What is not in it is refused, as the library does.</summary>
    /// <param name="table">The table.</param>
    /// <param name="own">Settings that are read in a way of their own; null for all others.</param>
    public static JsonObject OfTable<T>(SettingTable<T> table, Func<string, JsonObject?>? own = null)
        where T : class
    {
        JsonObject properties = [];
        foreach ((string name, _) in table.Cast<(string Name, SettingTable<T>.Reader Read)>())
        {
            JsonObject setting = own?.Invoke(name) ?? Of(typeof(T).GetProperty(name)!.PropertyType, text => Probe<T>.Takes(table, name, text));
            setting["description"] ??= SettingDescriptions.OfProperty(typeof(T), name);
            properties[name] = setting;
        }

        return new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
    }

    public static JsonObject OneOf(IEnumerable<string> words) => new() { ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };

    private static JsonObject Of(Type property, Func<string, bool> takes) => (Nullable.GetUnderlyingType(property) ?? property) switch
    {
        var type when type == typeof(bool) => new() { ["type"] = "boolean" },
        var type when type == typeof(string) => new() { ["type"] = "string" },
        var type when type == typeof(TimeSpan) => new() { ["type"] = "string", ["pattern"] = Time },
        var type when type == typeof(TimeLimit) => new() { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string", ["pattern"] = Time }, OneOf(WordsForTimes.Where(takes))) },
        var type when type == typeof(int) || type == typeof(long) => new() { ["type"] = "integer", ["minimum"] = Enumerable.Range(0, 10).First(number => takes($"{number}")) },
        var type when type == typeof(double) || type == typeof(decimal) => Number(takes),
        var type when type.IsEnum => OneOf(Enum.GetNames(type)),
        var type when type == typeof(CapacityLimits) => OfTable(LimitTable.Table),
        var type when type == typeof(ModelPrices) => OfTable(ModelPrices.Table),
        var type when type == typeof(AttemptTimeouts) => OfTable(AttemptTimeouts.Table),
        var type when type == typeof(CircuitBreakerSettings) => OfTable(BreakerTable.Table),
        var type when type == typeof(RetryBudgetSettings) => OfTable(RetryBudgetTable.Table),
        var type => throw new NotSupportedException($"The schema does not know settings of the type {type}. Add a line for it."),
    };

    private static JsonObject Number(Func<string, bool> takes)
    {
        JsonObject number = new() { ["type"] = "number", [takes("0") ? "minimum" : "exclusiveMinimum"] = 0 };
        if (!takes("1.5"))
            number["maximum"] = 1;
        return number;
    }
}
