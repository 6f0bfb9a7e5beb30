using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CapacityRouting.Settings;

namespace CapacityRouting.Tests.Settings.Schema;

/// <summary>The schema of the configuration section, made from the tables that read it. The name of the section is the usual one.</summary>
internal static class ConfigurationSchema
{
    /// <summary>The path of the schema in the repository. The package brings it along.</summary>
    public const string Path = "src/CapacityRouting/ConfigurationSchema.json";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write()
    {
        JsonObject section = SettingSchema.OfTable(CapacityRoutingOptions.Table, Own);
        section["description"] = SettingDescriptions.OfType(typeof(CapacityRoutingOptions));
        JsonObject schema = new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["CapacityRouting"] = section },
        };
        return schema.ToJsonString(Readable) + "\n";
    }

    /// <summary>The settings that are read in a way of their own.</summary>
    private static JsonObject? Own(string name) => name switch
    {
        "Quotas" => Named("The quotas that routes share, each under its name.", SettingSchema.OfTable(LimitTable.Table)),
        "Routes" => Named("The routes, each under its name.", SettingSchema.OfTable(RouteSettings.Table, OwnOfRoute)),
        _ => null,
    };

    private static JsonObject? OwnOfRoute(string name) => name switch
    {
        nameof(RouteSettings.Quota) => new() { ["type"] = "string" },
        nameof(RouteSettings.Profile) => SettingSchema.OneOf(ProviderProfile.All.Select(profile => profile.Name)),
        nameof(RouteSettings.Tags) => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        _ => null,
    };

    private static JsonObject Named(string description, JsonObject each) =>
        new() { ["type"] = "object", ["description"] = description, ["additionalProperties"] = each };
}
