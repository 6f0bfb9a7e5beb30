using System.Text;
using System.Text.Json.Nodes;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NJsonSchema;

namespace CapacityRouting.Tests.Settings.Schema;

/// <summary>The schema that the package brings for appsettings.json: made from the settings types, and of one mind with the library.</summary>
public sealed class ConfigurationSchemaTests
{
    private const string Accept = "CAPACITYROUTING_ACCEPT_SCHEMA";

    [Fact]
    public void File_OfThePackage_IsWhatTheSettingsTypesSay()
    {
        string schema = ConfigurationSchema.Write();

        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(Repository.Path(ConfigurationSchema.Path), schema);
        Assert.True(schema == Repository.Read(ConfigurationSchema.Path), $"{ConfigurationSchema.Path} is stale. Run this test with {Accept}=1 and commit the file.");
    }

    [Fact]
    public void Settings_OfTheSchema_SayWhatTheyMean()
    {
        List<JsonObject> settings = [.. PropertiesIn(JsonNode.Parse(ConfigurationSchema.Write())!["properties"]!["CapacityRouting"]!)];

        Assert.True(settings.Count > 60);
        Assert.All(settings, setting => Assert.False(string.IsNullOrWhiteSpace((string?)setting["description"]), setting.GetPath()));
    }

    [Theory]
    [InlineData("docs/configuration.md")]
    [InlineData("docs/simulation-tool.md")]
    [InlineData("src/CapacityRouting.Simulation.Tool/README.md")]
    public async Task Sections_OfTheDocuments_AreRightByTheSchema(string document) =>
        Assert.Empty(await ErrorsAsync(Repository.Read(document).ReplaceLineEndings("\n").Split("```json\n")[1].Split("```")[0]));

    [Theory]
    [InlineData(""" "MaxWayt": "00:00:10" """, "MaxWayt")]
    [InlineData(""" "MaxWait": "5" """, "MaxWait")]
    [InlineData(""" "MaxAttempts": 0 """, "MaxAttempts")]
    [InlineData(""" "AgingInterval": "Adaptive" """, "AgingInterval")]
    [InlineData(""" "HeaderLimits": "Loosen" """, "HeaderLimits")]
    [InlineData(""" "PreferredReserve": 1.5 """, "PreferredReserve")]
    [InlineData(""" "RetryWhenAlone": "perhaps" """, "RetryWhenAlone")]
    [InlineData(""" "CircuitBreaker": 3 """, "CircuitBreaker")]
    [InlineData(""" "Routes": { "gpt": { "Tags": "eu" } } """, "Routes:gpt:Tags")]
    [InlineData(""" "Routes": { "gpt": { "Limits": { "TokensPerMinute": 4 } } } """, "Routes:gpt:Limits:TokensPerMinute")]
    [InlineData(""" "Routes": { "gpt": { "Profile": "Nobody" } } """, "Routes:gpt:Profile")]
    [InlineData(""" "Quotas": { "shared": { "RequestsPerSecond": 4 } } """, "Quotas:shared:RequestsPerSecond")]
    public async Task Sections_ThatTheSchemaRefuses_AreRefusedByTheRouter(string settings, string setting)
    {
        string json = $$"""{ "CapacityRouting": { {{settings}} } }""";

        Assert.NotEmpty(await ErrorsAsync(json));
        Assert.Contains($"{setting}: ", Refusal(json), StringComparison.Ordinal);
    }

    private static async Task<ICollection<NJsonSchema.Validation.ValidationError>> ErrorsAsync(string json) =>
        (await JsonSchema.FromJsonAsync(Repository.Read(ConfigurationSchema.Path))).Validate(json);

    private static string Refusal(string json)
    {
        ServiceCollection collection = [];
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build());
        collection.AddCapacityAwareFallback(routing => routing.AddRoute("gpt", TestClient.Saying("gpt")).BindConfiguration("CapacityRouting"));
        using ServiceProvider services = collection.BuildServiceProvider();
        return Assert.ThrowsAny<Exception>(services.GetRequiredService<IChatClient>).Message;
    }

    /// <summary>All settings, however deep.</summary>
    private static IEnumerable<JsonObject> PropertiesIn(JsonNode schema)
    {
        IEnumerable<JsonNode?> below = schema["properties"]?.AsObject().Select(property => property.Value) ?? [];
        foreach (JsonObject each in below.OfType<JsonObject>())
            foreach (JsonObject found in PropertiesIn(each).Prepend(each))
                yield return found;
        if (schema["additionalProperties"] is JsonObject named)
            foreach (JsonObject found in PropertiesIn(named))
                yield return found;
    }
}
