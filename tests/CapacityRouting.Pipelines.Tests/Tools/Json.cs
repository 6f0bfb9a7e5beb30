using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipelines.Tests.Tools;

/// <summary>The ways in which answers are serialised.</summary>
internal static class Json
{
    private static readonly Dictionary<JsonKind, JsonSerializerOptions> Kinds = new()
    {
        [JsonKind.SourceGenerated] = AIJsonUtilities.DefaultOptions,
        [JsonKind.Reflecting] = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() },
        [JsonKind.ResponsesOnly] = ResponsesOnlyContext.Default.Options,
        [JsonKind.ResponsesAndReadOnlyDictionaries] = ReadOnlyDictionariesContext.Default.Options,
    };

    public static JsonSerializerOptions Of(JsonKind kind) => Kinds[kind];

    public static string Write<T>(T value, JsonKind kind) => JsonSerializer.Serialize(value, Of(kind).GetTypeInfo(typeof(T)));

    public static T Read<T>(string json, JsonKind kind) => (T)JsonSerializer.Deserialize(json, Of(kind).GetTypeInfo(typeof(T)))!;
}
